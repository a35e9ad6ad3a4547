# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
#
# Where fetch-kernel.sh puts a release line, and debug-kernel.sh the line "debug"; how to build a module against it.
# To be sourced after aptroot.sh and packages.sh.

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

# kernel_fetch LINE: the kernel itself and its headers, if they are not there
kernel_fetch() {
  local here
  here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")/..
  if [[ $1 == debug ]]; then "$here/debug-kernel.sh"; else "$here/fetch-kernel.sh" --image "$1"; fi >/dev/null
}

# kernel_release LINE: what is there
kernel_release() {
  cat "$kernels/$1/release"
}

# kernel_headers LINE: what a module is built against, seen from where that happens
kernel_headers() {
  case $1 in
    debug) echo "$kernels/debug/linux" ;;
    7) echo "/usr/src/linux-headers-$(kernel_release "$1")" ;;
    *) echo "$kernels/$1/root/usr/src/linux-headers-$(kernel_release "$1")" ;;
  esac
}

# kernel_make LINE SOURCE ARGUMENT...: make against the headers of that line, the module's source in SOURCE
kernel_make() {
  local line=$1 source=$2 place=$kernels/$1 headers
  headers=$(kernel_headers "$1")
  shift 2
  if kernel_in_chroot "$line"; then
    # the private mount namespace ends with the build: objtool needs /proc, and nothing else is shared
    # shellcheck disable=SC2016 # the inner shell fills these in
    as_root unshare --mount sh -c '
      mkdir -p "$1/build" && mount -t proc proc "$1/proc" && mount --bind "$2" "$1/build" || exit 1
      root=$1 headers=$3; shift 3
      exec chroot "$root" make -C "$headers" M=/build "$@"' sh "$place/chroot" "$(realpath "$source")" "$headers" "$@"
  else
    make -C "$headers" M="$(realpath "$source")" CC="$(kernel_compiler)" "$@"
  fi
}

# kernel_compiler: Debian 12's kernels were built with gcc 12; 5.10's own gcc 10 is gone
kernel_compiler() {
  command -v gcc-12 || command -v gcc || die "no gcc"
}
