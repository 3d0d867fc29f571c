"""Help on the controls of the connection to Partner Center."""

from __future__ import annotations

from csp_tui.i18n import N_
from csp_tui.ui.help.entry import ControlHelp

CENTER_CONTROLS = (
    ControlHelp(
        "#center-list",
        N_("Linked offers"),
        N_(
            "The offers that Partner Center has as well, conflicts first. “Changed here” is "
            "written by the next push, “changed in Partner Center” is applied by the next pull."
        ),
    ),
    ControlHelp(
        "#conflict-partners",
        N_("Partners that differ between the versions"),
        N_(
            "Space keeps or drops the highlighted partner. By default, the changes of both sides "
            "are combined."
        ),
    ),
    ControlHelp(
        "#accounts-list",
        N_("Accounts of Partner Center"),
        N_("Enter shows the highlighted account on the page. An offer belongs to one account."),
    ),
    ControlHelp(
        "#sign-in-tenant",
        N_("Directory (tenant) ID or domain"),
        N_(
            "The ID or a domain of the Microsoft Entra directory that is associated with Partner "
            "Center."
        ),
    ),
    ControlHelp(
        "#sign-in-client",
        N_("Application (client) ID"),
        N_(
            "The ID of the application that is listed in Partner Center under Account settings > "
            "User management > Microsoft Entra applications, with the role Manager."
        ),
    ),
    ControlHelp(
        "#sign-in-secret",
        N_("Client secret"),
        N_(
            "Stored in the keyring of this system, read back once, and written nowhere else. It "
            "is not restored after a lost connection. Leave it empty to sign in with a "
            "certificate or with the environment variable CSP_TUI_PC_SECRET."
        ),
    ),
    ControlHelp(
        "#sign-in-certificate",
        N_("Certificate"),
        N_("The path of a PEM file with private key and certificate; only the path is kept."),
    ),
    ControlHelp(
        "#sign-in-name",
        N_("Name of the account here"),
        N_("A name for the account: lowercase letters, digits, hyphens, underscores."),
    ),
    ControlHelp(
        "#sign-in-emulator",
        N_("Emulator address"),
        N_(
            "The address that “csp-tui partner-center emulator” prints on this computer. It is "
            "used instead of Microsoft's service until you quit; CSP_TUI_PC_EMULATOR sets it "
            "permanently."
        ),
    ),
    ControlHelp(
        "#sign-in-version",
        N_("Version of the API"),
        N_("The newest API version to request, such as 2022-07-01."),
    ),
    ControlHelp(
        "#sign-in-shape",
        N_("Form of the first entry of an empty list"),
        N_(
            "The documentation does not say which one. Try the other one if Partner Center does "
            "not accept the form of the request."
        ),
    ),
)
