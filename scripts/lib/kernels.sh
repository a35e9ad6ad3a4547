# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
#
# Where fetch-kernel.sh puts a release line, and debug-kernel.sh the lines "debug" and "kcsan"; how to build a module against it.
# To be sourced after aptroot.sh and packages.sh.

kernels=${XDG_CACHE_HOME:-$HOME/.cache}/vcam/kernels

# A line is a release, of this machine's kind, or of another: 6.1-i386, 6.1-arm64.

# kernel_architecture LINE: Debian's name of the machine that it is for
kernel_architecture() {
  case $1 in
    *-i386 | *-arm64) echo "${1##*-}" ;;
    *) dpkg --print-architecture ;;
  esac
}

# kernel_flavour LINE: the last word in the names of Debian's packages of it
kernel_flavour() {
  case $(kernel_architecture "$1") in
    i386) echo 686-pae ;;
    *) kernel_architecture "$1" ;;
  esac
}

# kernel_machine LINE: what QEMU calls that kind, see guest_fact
kernel_machine() {
  case $(kernel_architecture "$1") in
    arm64) echo aarch64 ;;
    *) echo x86_64 ;;
  esac
}

# kernel_compilers LINE: the packages that compile for it
kernel_compilers() {
  case $1 in
    *-i386) echo gcc-i686-linux-gnu libc6-dev-i386-cross ;; # gcc-multilib cannot be beside the one for arm64
    *-arm64) echo gcc-aarch64-linux-gnu libc6-dev-arm64-cross ;;
  esac
}

# kernel_cc LINE: what compiles programs for it
kernel_cc() {
  case $1 in
    *-i386) echo i686-linux-gnu-gcc -Wno-psabi ;;
    *-arm64) echo aarch64-linux-gnu-gcc ;;
    *) echo "${CC:-cc}" ;;
  esac
}

# kernel_suites LINE: the Debian suites that carry it, with kernel tools that run on Debian 12 wherever there are any
kernel_suites() {
  case $1 in
    6.1-i386 | 6.1-arm64) echo bookworm ;; # a point release's will do
    5.10) echo bullseye-security ;;
    6.1) echo bookworm bookworm-security ;;
    6.12) echo bookworm-backports ;;
    7) echo trixie trixie-backports ;;
    *) die "unknown release line $1 (5.10, 6.1, 6.12, 7, 6.1-i386, 6.1-arm64)" ;;
  esac
}

# kernel_in_chroot LINE: its compiler and tools are too new for Debian 12
kernel_in_chroot() {
  [[ $1 == 7 ]]
}

# kernel_is_made LINE: by debug-kernel.sh
kernel_is_made() {
  [[ $1 == debug || $1 == kcsan ]]
}

# kernel_fetch LINE: the kernel itself and its headers, if they are not there
kernel_fetch() {
  local here
  here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")/..
  if kernel_is_made "$1"; then "$here/debug-kernel.sh" "$1"; else "$here/fetch-kernel.sh" --image "$1"; fi >/dev/null
}

# kernel_release LINE: what is there
kernel_release() {
  cat "$kernels/$1/release"
}

# kernel_headers LINE: what a module is built against, seen from where that happens
kernel_headers() {
  case $1 in
    debug | kcsan) echo "$kernels/$1/linux" ;;
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
    # shellcheck disable=SC2046 # words
    make -C "$headers" M="$(realpath "$source")" $(kernel_target "$line") "$@"
  fi
}

# kernel_target LINE: make's words for the machine that it is for
kernel_target() {
  case $1 in
    *-i386) echo "ARCH=i386 CC=$(kernel_compiler)" ;;
    *-arm64) echo "ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu-" ;;
    *) echo "CC=$(kernel_compiler)" ;;
  esac
}

# kernel_compiler: Debian 12's kernels were built with gcc 12; 5.10's own gcc 10 is gone
kernel_compiler() {
  command -v gcc-12 || command -v gcc || die "no gcc"
}
