#!/bin/bash
# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
#
# debug-kernel.sh [LINE]: builds Debian's linux-source-6.1 with debug-kernel.config (line "debug", the default), or with
# debug-kernel-kcsan.config on top ("kcsan"), into the cache folder that it prints, as fetch-kernel.sh does for kernels
# that Debian has built. Takes about 13 minutes on two cores; made anew only when the configuration or the source's
# version has changed.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/../vcam-study/src/main/scripts/lib/aptroot.sh"
. "$(dirname "$0")/lib/kernels.sh"
. "$(dirname "$0")/lib/packages.sh"

line=${1:-debug}
here=$(dirname "$(realpath "$0")")
case $line in
  debug) configs=("$here/debug-kernel.config") ;;
  kcsan) configs=("$here/debug-kernel.config" "$here/debug-kernel-kcsan.config") ;;
  *) die "unknown line $line (debug, kcsan)" ;;
esac
place=$kernels/$line
package=linux-source-6.1

# what the kernel is made of, in one word
identity() {
  { aptroot_version "$place/apt" "$package" && cat "${configs[@]}"; } | sha256sum | cut -c1-16
}

unpack() {
  rm -rf "$place"/{source,linux,root,release}
  mkdir "$place/linux"
  aptroot_unpack "$place/apt" "$place/source" "$package"
  tar -xJf "$place/source/usr/src/$package.tar.xz" -C "$place/linux" --strip-components=1
  rm -rf "$place/source"
}

configure() {
  local missing
  make -s tinyconfig
  KCONFIG_CONFIG=.config scripts/kconfig/merge_config.sh -m .config "${configs[@]}"
  make -s olddefconfig
  # the last file that names an option has its way
  missing=$(awk -F= '
    !/^CONFIG/ { next }
    FILENAME == ".config" { taken[$0]; next }
    { wanted[$1] = $0 }
    END { for (name in wanted) if (wanted[name] !~ /=n$/ && !(wanted[name] in taken)) print wanted[name] }
  ' .config "${configs[@]}")
  [[ ! $missing ]] || die "the kernel does not take $missing"
}

build() {
  make -s -j"$(nproc)" bzImage modules
  make -s INSTALL_MOD_PATH="$place/root" modules_install
  release=$(make -s kernelrelease)
  mkdir -p "$place/root/boot"
  cp arch/x86/boot/bzImage "$place/root/boot/vmlinuz-$release"
  echo "$release" >"$place/release"
}

packages_need make gcc bc flex bison libelf-dev xz-utils kmod >&2
mkdir -p "$place"
exec 9>"$place/lock"
flock 9
[[ -e $place/apt/ready ]] || {
  # shellcheck disable=SC2046 # a list
  aptroot_make "$place/apt" $(kernel_suites 6.1)
  touch "$place/apt/ready"
}
identity=$(identity)
if [[ $(cat "$place/identity" 2>&1) != "$identity" ]]; then
  rm -f "$place/identity"
  unpack
  (cd "$place/linux" && configure && build) >"$place/build.log" 2>&1 || die "no debug kernel, see $place/build.log"
  echo "$identity" >"$place/identity"
fi
echo "$place"
