// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

/** What executes the guest's instructions. */
public enum Accelerator {
    /** KVM when a probe boot with it succeeded in its time limit, else TCG. */
    AUTO,
    /** QEMU's own translator: slower, works everywhere. */
    TCG,
    /** The processor itself; needs a usable {@code /dev/kvm}. */
    KVM
}
