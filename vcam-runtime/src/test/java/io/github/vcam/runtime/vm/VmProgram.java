// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandRunner;
import io.github.vcam.runtime.process.CommandStreams;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Tries a micro-VM by hand: {@code VmProgram <state> fetch | start | stop | status | java <dir> | run <program> ...}.
 * System properties: {@code boot}, {@code idle}, {@code timeout} in seconds, {@code append} for kernel arguments,
 * {@code icount}, {@code accel}.
 */
final class VmProgram {
    private VmProgram() {}

    public static void main(String[] arguments) {
        Path state = Path.of(arguments[0]);
        VmSettings usual = VmSettings.in(state);
        String append = System.getProperty("append", "");
        VmSettings settings = usual.with(new VmSettings.Timeouts(seconds("boot", 180), seconds("idle", 1800)))
                .with(new VmSettings.Hardware(
                        usual.hardware().type(),
                        Accelerator.valueOf(System.getProperty("accel", "TCG")),
                        usual.hardware().cpus(),
                        usual.hardware().memoryMiB(),
                        Boolean.getBoolean("icount")))
                .with(new VmSettings.Kernel(
                        Optional.empty(), append.isEmpty() ? List.of() : List.of(append.split(" ", -1))));
        MicroVm vm = new MicroVm(settings, CommandRunner.create(), System.err::println);
        System.exit(run(vm, arguments));
    }

    private static int run(MicroVm vm, String[] arguments) {
        switch (arguments[1]) {
            case "fetch" ->
                System.err.println(
                        GuestKernel.fetch(vm.settings().cache(), CommandRunner.create(), System.err::println));
            case "start" -> vm.ensureStarted();
            case "stop" -> System.err.println(vm.stop());
            case "status" -> System.err.println(vm.status());
            default -> {
                Command command = Command.of(Arrays.asList(arguments).subList(2, arguments.length))
                        .within(seconds("timeout", 600));
                return vm.execute(command, new CommandStreams(System.in, System.out, System.err));
            }
        }
        return 0;
    }

    private static Duration seconds(String property, int usual) {
        return Duration.ofSeconds(Integer.getInteger(property, usual));
    }
}
