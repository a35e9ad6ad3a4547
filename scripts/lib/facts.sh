# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
#
# What Java knows of guests and their kernels, too. To be sourced.

# guest_fact KEY: of every guest, or of those on an emulated machine of the kind $guest_machine (x86_64, aarch64)
guest_fact() {
  local facts
  facts=$(dirname "$(realpath "${BASH_SOURCE[0]}")")/../../vcam-runtime/src/main/resources/io/github/vcam/runtime/vm
  sed -n "s/^$1=//p" "$facts"/guest.properties "$facts/${guest_machine:-x86_64}.properties"
}
