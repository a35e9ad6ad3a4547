# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
#
# A guest of one initramfs: busybox, static programs, modules and a script, no disk and no share, so any kernel will do.
# To be sourced after packages.sh, facts.sh and kernels.sh. The order: guest_begin, what goes in, guest_init, guest_boot.

# what a kernel says when something is wrong with it
kernel_troubles='BUG|WARNING|Oops|general protection|UBSAN|corruption|refcount_t|INFO: task|suspicious|invalid opcode|unreferenced object'

# guest_begin DIR [LINE]: an empty guest under that folder for a kernel of that line (default: one of this machine's
# kind), which the other functions know as $guest
guest_begin() {
  local name
  guest_line=${2:-}
  guest_machine=$(kernel_machine "$guest_line")
  # shellcheck disable=SC2046 # lists
  packages_need $(guest_fact package) $(guest_fact packages) $(kernel_compilers "$guest_line") cpio gcc libc6-dev
  guest=$1/guest
  mkdir -p "$guest"/{bin,proc,sys,dev,tmp,modules}
  : >"$guest/modules/order"
  cp "$(guest_busybox)" "$guest/bin/programs"
  busybox --list | while read -r name; do ln -s programs "$guest/bin/$name"; done
}

# guest_busybox: one that runs there
guest_busybox() {
  local place=$kernels/$guest_line
  if [[ $(kernel_architecture "$guest_line") == $(dpkg --print-architecture) ]]; then
    command -v busybox
    return
  fi
  [[ -e $place/busybox/bin/busybox ]] || aptroot_unpack "$place/apt" "$place/busybox" busybox-static
  echo "$place/busybox/bin/busybox"
}

# guest_program NAME SOURCE...: one static program
guest_program() {
  local name=$1
  shift
  # shellcheck disable=SC2046 # words
  $(kernel_cc "$guest_line") -O2 -Wall -Wextra -pthread -static -o "$guest/bin/$name" "$@"
}

# guest_module FILE: one for insmod, in this order, so uncompressed, and once
guest_module() {
  local name
  name=$(basename "$1")
  name=${name%.xz}
  name=${name%.zst}
  [[ ! -e $guest/modules/$name ]] || return 0
  case $1 in
    *.xz) xz -dc "$1" ;;
    *.zst) zstd -dqc "$1" ;;
    *) cat "$1" ;;
  esac >"$guest/modules/$name"
  echo "$name" >>"$guest/modules/order"
}

# guest_wants KERNEL RELEASE MODULE...: modules of that kernel and what they depend on; nothing if they are built in
guest_wants() {
  local module file kernel=$1 release=$2
  shift 2
  for module; do
    modprobe -d "$kernel" -S "$release" --show-depends "$module" | awk '$1 == "insmod" { print $2 }' >"$guest/../needed"
    while read -r file; do guest_module "$file"; done <"$guest/../needed"
  done
}

# guest_needs KERNEL RELEASE FILE: what the module in FILE depends on, out of that kernel's folder
guest_needs() {
  # shellcheck disable=SC2046 # a list
  guest_wants "$1" "$2" $(modinfo -F depends "$3" | tr , ' ')
}

# guest_init: what the guest does is read from stdin; it runs with all modules loaded and says PROBLEM for what fails
guest_init() {
  {
    echo '#!/bin/sh'
    echo "troubles='$kernel_troubles'"
    cat <<'EOF_BEGIN'
export PATH=/bin
# said FILE: without data races between lines of the kernel's own, where it looks for such
said() {
  awk '
    /======/ && inside { inside = 0; if (text ~ /data-race in [^\n]*loopback_/) printf "%s", text; next }
    /======/ { begun = 1; print; next }
    begun { begun = 0; inside = /BUG: KCSAN/; text = "" }
    inside { text = text $0 "\n"; next }
    { print }
    END { if (inside) printf "%s", text }' "$1"
}
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
mount -t tmpfs tmp /tmp
mount -t debugfs debug /sys/kernel/debug
while read -r m; do insmod "/modules/$m" || echo "PROBLEM insmod $m"; done </modules/order
EOF_BEGIN
    cat
    cat <<'EOF_END'
dmesg >/tmp/all
said /tmp/all | grep -E "$troubles" | sed 's/^/PROBLEM /'
echo FINISHED
poweroff -f
EOF_END
  } >"$guest/init"
  chmod +x "$guest/init"
}

# guest_unpacked IMAGE FILE: the kernel in it as an ELF file, which QEMU starts as it is, while unpacking itself takes an emulated
# processor seconds; fails where it is not packed by xz
guest_unpacked() {
  local from
  from=$(LC_ALL=C grep -abom 1 -P '\xfd7zXZ\x00' "$1" | LC_ALL=C sed -n '1s/:.*//p') && [[ -n $from ]] || return 1
  xz -dc --single-stream < <(tail -c "+$((from + 1))" "$1" 2>/dev/null) >"$2" 2>/dev/null || return 1
  readelf -n "$2" 2>/dev/null | grep -q Xen
}

# guest_boot KERNEL RELEASE LIMIT COMMANDLINE QEMU...: until it powers off or the seconds are over; prints its console
guest_boot() {
  local kernel=$1 release=$2 limit=$3 commandline=$4 image
  shift 4
  for image in "$kernel"/boot/vmlinuz-"$release" "$kernel"/usr/lib/modules/"$release"/vmlinuz; do
    [[ ! -e $image ]] || break
  done
  [[ -e $image ]] || {
    echo "${0##*/}: no vmlinuz of $release under $kernel" >&2
    return 1
  }
  ! guest_unpacked "$image" "$guest/../vmlinux" || image=$guest/../vmlinux
  (cd "$guest" && find . | cpio -o -H newc --quiet | gzip -1) >"$guest/../initramfs"
  # shellcheck disable=SC2046 # lists
  timeout "$limit" "$(guest_fact program)" $(guest_fact machine) -cpu "$(guest_fact cpu)" $(guest_fact bare) \
    -serial stdio -kernel "$image" -initrd "$guest/../initramfs" \
    -append "console=$(guest_fact console) $(guest_fact panic) quiet $(guest_fact quick) $commandline" "$@" </dev/null | sed -u 's/\r$//'
}

# guest_verdict CONSOLE: shows every problem, and what was said before it; fails if there is one, or if the guest did not come to its end
guest_verdict() {
  ! grep -B 3 '^PROBLEM' "$1" >&2 || return 1
  grep -q '^FINISHED' "$1" || {
    echo "${0##*/}: the guest did not finish; its last lines:" >&2
    tail -20 "$1" >&2
    return 1
  }
}
