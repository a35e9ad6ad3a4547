// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.runtime.place.GuestJavaWrapper;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.StandardStreams;
import io.github.vcam.runtime.vm.MicroVm;
import io.github.vcam.runtime.vm.VmStatus;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Starts the micro-VM, stops it, opens a shell in it, or writes a <code>java</code> program that runs in it. */
@Mojo(name = "vm", defaultPhase = LifecyclePhase.PRE_INTEGRATION_TEST, requiresProject = false, threadSafe = true)
public final class VmMojo extends VcamMojo {
    /** Stops it instead of starting it. */
    @Parameter(property = "vcam.vm.stop", defaultValue = "false")
    private boolean stop;

    /** Removes the saved micro-VMs, which only make starts quick, instead of starting one. */
    @Parameter(property = "vcam.vm.forget", defaultValue = "false")
    private boolean forget;

    /** Opens a shell in it that reads from standard input. */
    @Parameter(property = "vcam.vm.shell", defaultValue = "false")
    private boolean shell;

    /** Directory that gets a program <code>java</code> which runs in it, for failsafe's <code>jvm</code>. */
    @Parameter(property = "vcam.vm.java")
    private @Nullable File java;

    @Override
    String place() {
        return super.place().equals("host") ? "host" : "vm";
    }

    @Override
    boolean usesCameras() {
        return false;
    }

    @Override
    Work work() {
        return place -> place.vm()
                .ifPresentOrElse(this::use, () -> getLog().info("vcam.target is host: no micro-VM is needed"));
    }

    private void use(MicroVm vm) {
        if (stop) {
            getLog().info(vm.stop() ? "stopped the micro-VM" : "the micro-VM is not running");
            return;
        }
        if (forget) {
            getLog().info("removed " + vm.saved().clear() + " saved micro-VMs from "
                    + vm.saved().directory());
            return;
        }
        vm.ensureStarted();
        VmStatus status = vm.status();
        getLog().info("the micro-VM is up; its console is in " + status.console() + ", its share is " + status.share());
        getLog().info(vm.saved().all().size() + " micro-VMs are saved for quick starts in "
                + vm.saved().directory());
        if (java != null) {
            Path program = new GuestJavaWrapper(vm.settings().state()).write(java.toPath());
            getLog().info("wrote " + program);
        }
        if (shell) {
            vm.execute(Command.of("sh", "-i").within(Duration.ofDays(1)), StandardStreams.inherited());
        }
    }
}
