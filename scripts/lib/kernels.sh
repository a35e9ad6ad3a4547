# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
#
# Where fetch-kernel.sh puts a release line, and how to build a module against it. To be sourced after aptroot.sh.

kernels=${XDG_CACHE_HOME:-$HOME/.cache}/vcam/kernels

# kernel_suites LINE: the Debian suites that carry it, with kernel tools that run on Debian 12 wherever there are any
kernel_suites() {
  case $1 in
    5.10) echo bullseye-security ;;
    6.1) echo bookworm bookworm-security ;;
    6.12) echo bookworm-backports ;;
    7) echo trixie trixie-backports ;;
    *) die "unknown release line $1 (5.10, 6.1, 6.12, 7)" ;;
  esac
}

# kernel_in_chroot LINE: its compiler and tools are too new for Debian 12
kernel_in_chroot() {
  [[ $1 == 7 ]]
}

# kernel_release LINE: what fetch-kernel.sh has put there
kernel_release() {
  cat "$kernels/$1/release"
}

# kernel_make LINE SOURCE ARGUMENT...: make against the headers of that line, the module's source in SOURCE
kernel_make() {
  local line=$1 source=$2 place=$kernels/$1 headers
  headers=/usr/src/linux-headers-$(kernel_release "$1")
  shift 2
  if kernel_in_chroot "$line"; then
    # the private mount namespace ends with the build: objtool needs /proc, and nothing else is shared
    # shellcheck disable=SC2016 # the inner shell fills these in
    unshare --mount sh -c '
      mkdir -p "$1/build" && mount -t proc proc "$1/proc" && mount --bind "$2" "$1/build" || exit 1
      root=$1 headers=$3; shift 3
      exec chroot "$root" make -C "$headers" M=/build "$@"' sh "$place/chroot" "$(realpath "$source")" "$headers" "$@"
  else
    make -C "$place/root$headers" M="$(realpath "$source")" CC="$(kernel_compiler)" "$@"
  fi
}

# kernel_compiler: Debian 12's kernels were built with gcc 12; 5.10's own gcc 10 is gone
kernel_compiler() {
  command -v gcc-12 || command -v gcc || die "no gcc"
}
