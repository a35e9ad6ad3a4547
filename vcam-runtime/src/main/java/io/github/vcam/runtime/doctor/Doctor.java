// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.doctor;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.kernel.KernelTree;
import io.github.vcam.runtime.kernel.ModuleControl;
import io.github.vcam.runtime.kernel.ModuleSource;
import io.github.vcam.runtime.kernel.ModuleState;
import io.github.vcam.runtime.place.Machine;
import io.github.vcam.runtime.place.MachineFacts;
import io.github.vcam.runtime.place.ThisMachine;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.process.CommandResult;
import io.github.vcam.runtime.setup.PackageLists;
import io.github.vcam.runtime.setup.Requirements;
import io.github.vcam.runtime.vm.GuestKernel;
import io.github.vcam.runtime.vm.VmSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what is wrong where cameras are to live, and mends what it can. For one thread at a time. */
public final class Doctor {
    private static final Logger LOG = LoggerFactory.getLogger(Doctor.class);
    private static final List<Function<Patient, List<Finding>>> CHECKS =
            List.of(KernelChecks::of, ModuleChecks::of, NodeChecks::of, VmChecks::of, FileChecks::of, JavaChecks::of);

    /** What a doctor is told of the place. The face of the runtime knows it. */
    public record Case(
            Machine place,
            CommandExecutor here,
            BooleanSupplier rights,
            VmSettings vm,
            Path build,
            Optional<Path> moduleSource) {}

    private final Supplier<Patient> look;
    private final CommandExecutor here;

    /**
     * A doctor.
     *
     * @param look looks at the machine, each time anew
     * @param here runs the commands that mend something
     */
    Doctor(Supplier<Patient> look, CommandExecutor here) {
        this.look = look;
        this.here = here;
    }

    /** A doctor for this machine. */
    public static Doctor of(Case given) {
        return new Doctor(() -> patient(given), given.here());
    }

    private static Patient patient(Case given) {
        Path root = Path.of("/");
        MachineFacts machine = MachineFacts.read(
                root, release -> KernelTree.lookUp(root, release).isPresent());
        boolean onHost = given.place() instanceof ThisMachine;
        Requirements requirements = new Requirements();
        VmSettings vm = given.vm();
        return new Patient(
                root,
                onHost,
                machine,
                onHost
                        ? requirements.ofHost(machine.kernelRelease())
                        : requirements.ofVm(vm.hardware().type()),
                given.place().running() ? new ModuleControl(given.place()).stateAndFile() : ModuleState.NOTHING,
                ModuleSource.version(given.moduleSource()),
                new Patient.Paths(
                        vm.cache().toAbsolutePath(), vm.state(), given.build().toAbsolutePath()),
                JavaFacts.ofThisJvm(System.getenv()),
                new Patient.Means(
                        new PackageLists(given.here())::offers,
                        given.rights(),
                        () -> GuestKernel.isThere(vm),
                        path -> path.toFile().getUsableSpace(),
                        Owner::of));
    }

    /** What is wrong, the gravest first of each kind. Changes nothing, asks nobody. */
    public List<Finding> examine() {
        Patient patient = look.get();
        return CHECKS.stream()
                .flatMap(check -> check.apply(patient).stream())
                .sorted(Comparator.comparing(Finding::fault))
                .toList();
    }

    /**
     * Mends what can be mended for the user, one after the other, each cure once.
     *
     * @param findings of {@link #examine}
     * @param steps does what vcam does itself; a failure is told, and the others go on
     * @return those of the findings that are gone
     */
    public List<Finding> mend(List<Finding> findings, Consumer<Cure.Step> steps) {
        List<Cure> done = new ArrayList<>();
        for (Finding finding : findings) {
            if (finding.cure().automatic() && !done.contains(finding.cure())) {
                done.add(finding.cure());
                attempt(finding, steps);
            }
        }
        List<Finding> left = examine();
        return findings.stream().filter(finding -> !isAmong(left, finding)).toList();
    }

    private static boolean isAmong(List<Finding> left, Finding finding) {
        return left.stream()
                .anyMatch(other ->
                        other.fault() == finding.fault() && other.what().equals(finding.what()));
    }

    private void attempt(Finding finding, Consumer<Cure.Step> steps) {
        try {
            if (finding.cure() instanceof Cure.Step step) {
                steps.accept(step);
            } else if (finding.cure() instanceof Cure.Shell shell) {
                shell.commands().forEach(command -> {
                    CommandResult result = here.run(command);
                    if (!result.succeeded()) {
                        LOG.warn("`{}` failed: {}", command, result.stderr().strip());
                    }
                });
            }
        } catch (VcamException e) {
            LOG.warn("{} could not be mended: {}", finding.fault().key(), e.getMessage());
        }
    }
}
