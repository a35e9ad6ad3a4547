#!/bin/bash
# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
#
# fetch-kernel.sh [--image] LINE: headers and kernel tools of a release line (5.10, 6.1, 6.12, 7, 6.1-i386, 6.1-arm64), with --image the
# kernel and its modules too, unpacked into a cache folder, nothing installed. Prints the folder:
#
#   release   the kernel's full release name
#   root/     unpacked packages; boot/ and lib/modules/ only with --image
#   chroot/   line 7 only: a Debian with its compiler, which takes root or sudo to make
#
# What is there is not fetched again; remove the folder for the newest release of the line.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/../vcam-study/src/main/scripts/lib/aptroot.sh"
. "$(dirname "$0")/lib/kernels.sh"
. "$(dirname "$0")/lib/packages.sh"
. "$(dirname "$0")/lib/facts.sh"

image=
if [[ ${1:-} == --image ]]; then
  image=1
  shift
fi
line=${1:?usage: fetch-kernel.sh [--image] LINE}
suites=$(kernel_suites "$line")
place=$kernels/$line
arch=$(kernel_architecture "$line")
native=$(dpkg --print-architecture)

# dependencies PACKAGE REGEX: those of its dependencies that the expression names
dependencies() {
  APT_CONFIG=$place/apt/apt.conf apt-cache depends "$1" | awk '$1 == "Depends:" { print $2 }' | grep -E "^$2" || true
}

need_apt() {
  [[ -e $place/apt/ready ]] && return
  # shellcheck disable=SC2086 # a list
  aptroot_make --for "$arch" "$place/apt" $suites
  touch "$place/apt/ready"
}

find_release() {
  local package release=${line%-*}
  package=$(aptroot_newest "$place/apt" "linux-headers-${release//./\\.}(\.[0-9]+)*([-+](deb|bpo)?[0-9]*)?-$(kernel_flavour "$line")")
  [[ $package ]] || die "no headers of $line in: $suites"
  echo "${package#linux-headers-}" >"$place/release"
}

fetch_headers() {
  local release=$1 packages
  packages=$(dependencies "linux-headers-$release" "$(guest_fact headers)")
  [[ $arch == "$native" ]] || packages=$(sed "/^linux-kbuild-/s/\$/:$native/" <<<"$packages") # tools that run here
  # shellcheck disable=SC2086 # a list
  aptroot_unpack "$place/apt" "$place/root" "linux-headers-$release" $packages
  rm -f "$place/root/usr/src/linux-headers-$release/vmlinux" # for BTF, which takes pahole and is not needed here
  sed -i "s#/usr/src/#$place/root/usr/src/#g" "$place/root/usr/src/linux-headers-$release/Makefile"
}

make_chroot() {
  local release=$1
  packages_need mmdebstrap
  as_root rm -rf "$place/chroot"
  as_root nice -n 5 mmdebstrap --variant=essential --mode=root --aptopt='APT::Install-Recommends "false"' \
    --include="make,gcc,binutils,linux-headers-$release" "${suites%% *}" "$place/chroot" - \
    <"$place/apt/sources.list" >"$place/chroot.log" 2>&1 || die "no chroot, see $place/chroot.log"
}

# image_package RELEASE: headers come some days before the kernel is signed; it is the same one
image_package() {
  if [[ $(aptroot_version "$place/apt" "linux-image-$1") ]]; then echo "linux-image-$1"; else echo "linux-image-$1-unsigned"; fi
}

fetch_image() {
  local release=$1 package packages
  package=$(image_package "$release")
  packages=$(dependencies "$package" 'linux-(binary|modules|base)-')
  # shellcheck disable=SC2086 # a list
  aptroot_unpack "$place/apt" "$place/root" "$package" $packages
  [[ -e $place/root/lib ]] || ln -s usr/lib "$place/root/lib"
  depmod -b "$place/root" "$release"
}

# shellcheck disable=SC2046 # a list
packages_need make gcc libc6-dev kmod xz-utils $(kernel_compilers "$line")
mkdir -p "$place"
exec 9>"$place/lock"
flock 9
if [[ ! -e $place/headers-ready ]]; then
  need_apt
  find_release
  if kernel_in_chroot "$line"; then make_chroot "$(kernel_release "$line")"; else fetch_headers "$(kernel_release "$line")"; fi
  touch "$place/headers-ready"
fi
if [[ $image && ! -e $place/image-ready ]]; then
  need_apt
  fetch_image "$(kernel_release "$line")"
  touch "$place/image-ready"
fi
echo "$place"
