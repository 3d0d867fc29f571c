"""Real means to make a place read-only, full or without locks, also for who runs as root."""

from __future__ import annotations

import ctypes
import os
import subprocess
from pathlib import Path

_PR_CAPBSET_DROP = 24
_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 1, 2
_SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/types.h>
#include <unistd.h>

/* Whether a descriptor is of a file in the folder that the test has named. */
static int is_there(int fd) {
    const char *folder = getenv("SHIM_FOLDER");
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (!folder || length < 0) return 0;
    path[length] = 0;
    return strncmp(path, folder, strlen(folder)) == 0;
}

static int is_full(int fd) { return getenv("SHIM_FULL") && is_there(fd); }

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *bytes, size_t count) {
    if (is_full(fd)) { errno = ENOSPC; return -1; }
    return REAL(write)(fd, bytes, count);
}
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) {
    if (is_full(fd)) { errno = ENOSPC; return -1; }
    return REAL(pwrite)(fd, bytes, count, at);
}
ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
    if (is_full(fd)) { errno = ENOSPC; return -1; }
    return REAL(pwrite64)(fd, bytes, count, at);
}
int statvfs(const char *path, struct statvfs *facts) {
    int answer = REAL(statvfs)(path, facts);
    const char *folder = getenv("SHIM_FOLDER");
    if (getenv("SHIM_FULL") && folder && !strncmp(path, folder, strlen(folder)))
        facts->f_bfree = facts->f_bavail = 0;
    return answer;
}
int statvfs64(const char *path, struct statvfs64 *facts) {
    int answer = REAL(statvfs64)(path, facts);
    const char *folder = getenv("SHIM_FOLDER");
    if (getenv("SHIM_FULL") && folder && !strncmp(path, folder, strlen(folder)))
        facts->f_bfree = facts->f_bavail = 0;
    return answer;
}

static int refused(int fd, int command) {
    return getenv("SHIM_NO_LOCKS") && is_there(fd) &&
           (command == F_SETLK || command == F_SETLKW || command == F_GETLK);
}
int fcntl(int fd, int command, ...) {
    va_list more; va_start(more, command); void *value = va_arg(more, void *); va_end(more);
    if (refused(fd, command)) { errno = ENOLCK; return -1; }
    return REAL(fcntl)(fd, command, value);
}
int fcntl64(int fd, int command, ...) {
    va_list more; va_start(more, command); void *value = va_arg(more, void *); va_end(more);
    if (refused(fd, command)) { errno = ENOLCK; return -1; }
    return REAL(fcntl64)(fd, command, value);
}
"""
"""A file system that is full or cannot lock, as the system calls of one folder answer there."""


def obey_permissions() -> None:
    """Let this process obey the permission bits of files for good, as everybody but root does."""
    if os.geteuid() == 0:
        library = ctypes.CDLL(None, use_errno=True)
        for capability in (_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH):
            if library.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0):
                raise OSError(ctypes.get_errno(), "prctl")


def make_shim(folder: Path) -> Path:
    """Compile the library that wraps the system calls of a folder."""
    source, target = folder / "shim.c", folder / "shim.so"
    source.write_text(_SHIM, encoding="utf-8")
    words = ["gcc", "-shared", "-fPIC", "-O1", "-o", str(target), str(source), "-ldl"]
    subprocess.run(words, check=True, capture_output=True)
    return target
