// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonParser;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.doctor.Cure.Shell;
import io.github.vcam.runtime.doctor.Cure.Step;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.place.GuestMachine;
import io.github.vcam.runtime.process.CommandRunner;
import io.github.vcam.runtime.process.Programs;
import io.github.vcam.runtime.vm.GuestKernel;
import io.github.vcam.runtime.vm.VmSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A sound machine, and one fault after the other seeded into it: each is named with its one command, and no other is. */
class DoctorTest {
    private static final String FOREIGN =
            "loaded\t0.12.7\tXYZ\nparameter\tdebug\t0\nholder\t7\tlrwx------\t/dev/video10\tffmpeg\n";

    @TempDir
    Path root;

    private static Object words(Cure cure) {
        return cure instanceof Shell shell ? shell.line() : cure;
    }

    /** What vcam's own steps do to the machine; the others do nothing to it. */
    private static Consumer<Step> steps(FakeHost host, List<Step> taken) {
        return step -> {
            taken.add(step);
            switch (step) {
                case SET_UP -> host.setUp();
                case INSTALL -> host.write("/etc/udev/rules.d/99-v4l2loopback.rules", "");
                case RELOAD -> {
                    host.module = FakeHost.SOUND;
                    host.sourceVersion = Optional.of("0.15.4");
                }
                case STOP_CAMERAS -> host.remove(FakeHost.BUILD + "/vcam/cameras/process.json");
                default -> {}
            }
        };
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void machineIsSound_nothingIsFound(boolean onHost) {
        FakeHost host = new FakeHost(root);
        host.onHost = onHost;
        assertThat(host.doctor().examine()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"camera=1", "capture_nr=11", "capture_nr=-2", "card_label=Front door,Back exclusive_caps=1"})
    void cameraHasAFormThatBrowsersTake_nothingIsFound(String words) {
        FakeHost host = new FakeHost(root);
        host.module = FakeHost.SOUND.replace("exclusive_caps=1", words);
        assertThat(host.doctor().examine()).isEmpty();
    }

    @Test
    void soundMachineOfRootWithoutAModule_nothingIsFound() {
        FakeHost host = new FakeHost(root);
        host.module = "";
        host.write("/proc/self/status", "Uid:\t0\t0\t0\t0\nGid:\t0\nGroups:\t0\nCapEff:\t000001ffffffffff\n");
        host.remove(FakeHost.MODULE);
        host.remove("/etc/udev/rules.d/99-v4l2loopback.rules");
        assertThat(host.doctor().examine()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void faultIsSeeded_itAloneIsNamedWithItsOneCommand(Seed seed) {
        FakeHost host = new FakeHost(root);
        seed.seed.accept(host);
        List<Finding> findings = host.doctor().examine();
        assertThat(findings).extracting(Finding::fault).containsExactly(seed.fault);
        assertThat(words(findings.get(0).cure())).isEqualTo(seed.cure);
        assertThat(findings.get(0).what()).isNotBlank().doesNotEndWith(".");
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "NO_HEADERS", "UBUNTU_SERVER", "NO_COMPILER", "OLD_MODULE", "MODULE_BEFORE_INSTALL", "NO_RULE",
                "NODE_OF_ROOT", "CONTROL_NODE_OF_ROOT", "NOT_IN_GROUP", "NO_QEMU", "NO_BUSYBOX", "NO_GUEST_KERNEL",
                "KVM_OF_OTHERS", "KVM_OF_ROOT", "ROOTS_CACHE", "ROOTS_BUILD", "TMP_CLOSED", "KEEPER_KILLED"
            })
    void faultCanBeMended_itIsGone(Seed seed) {
        FakeHost host = new FakeHost(root);
        seed.seed.accept(host);
        Doctor doctor = host.doctor();
        List<Finding> findings = doctor.examine();
        List<Step> taken = new ArrayList<>();
        assertThat(doctor.mend(findings, steps(host, taken))).isEqualTo(findings);
        assertThat(taken).isEqualTo(seed.cure instanceof Step ? List.of(seed.cure) : List.of());
        assertThat(doctor.examine()).extracting(Finding::fault).doesNotContain(seed.fault);
    }

    @Test
    void whatIsTheUsersToDecide_isLeftAlone() {
        FakeHost host = new FakeHost(root);
        host.module = FOREIGN + "node\t10\tyes\tDummy\n";
        host.room = 0;
        List<Step> taken = new ArrayList<>();
        List<Finding> findings = host.doctor().examine();
        assertThat(findings)
                .extracting(Finding::fault)
                .containsExactly(Fault.MODULE_FOREIGN, Fault.MODULE_HELD, Fault.DISK_LOW);
        assertThat(words(findings.get(1).cure())).isEqualTo("kill 7");
        assertThat(host.doctor().mend(findings, steps(host, taken))).isEmpty();
        assertThat(taken).isEmpty();
    }

    @Test
    void kernelTakesNoModule_nothingElseIsAskedOfIt() {
        FakeHost host = new FakeHost(root);
        Seed.LOCKDOWN.seed.accept(host);
        Seed.OLD_KERNEL.seed.accept(host);
        host.rights = false;
        host.module = "";
        assertThat(host.doctor().examine()).extracting(Finding::fault).containsExactly(Fault.LOCKED_DOWN);
    }

    @Test
    void severalLackTheSameStep_itIsTakenOnce() {
        FakeHost host = new FakeHost(root);
        host.programs.clear();
        List<Step> taken = new ArrayList<>();
        List<Finding> findings = host.doctor().examine();
        assertThat(findings).hasSizeGreaterThan(2);
        assertThat(host.doctor().mend(findings, steps(host, taken))).isEqualTo(findings);
        assertThat(taken).containsExactly(Step.SET_UP);
    }

    @Test
    void aCureFails_theOthersAreTried() {
        FakeHost host = new FakeHost(root);
        host.programs.remove("gcc");
        host.owners.put(Path.of("/tmp"), new Owner(0, 0, 0755));
        List<Finding> findings = host.doctor().examine();
        assertThat(host.doctor().mend(findings, step -> {
                    throw new VcamException(RuntimeError.PACKAGES_NOT_INSTALLED, "no network");
                }))
                .extracting(Finding::fault)
                .containsExactly(Fault.TEMPORARY_CLOSED);
    }

    @Test
    void savedVmsFillTheDisk_theyCanGo() throws IOException {
        FakeHost host = new FakeHost(root);
        host.room = 0;
        assertThat(words(host.doctor().examine().get(0).cure())).isEqualTo("export XDG_CACHE_HOME=…");
        Files.createDirectories(host.at(FakeHost.CACHE + "/saved/0123"));
        assertThat(host.doctor().examine()).extracting(Finding::cure).containsExactly(Step.FORGET_SAVED);
    }

    @Test
    void whoeverStartedAMicroVmWasKilled_itsQemuIsNamedAndStopped() throws IOException {
        FakeHost host = new FakeHost(root);
        String file = host.at(FakeHost.CACHE + "/vm/qemu.pid").toString();
        Process qemu = new ProcessBuilder("sh", "-c", "read line", "qemu", "-pidfile", file).start();
        try {
            host.write(FakeHost.CACHE + "/vm/qemu.pid", qemu.pid() + "\n");
            Doctor doctor = host.doctor();
            List<Finding> findings = doctor.examine();
            assertThat(findings).singleElement().satisfies(finding -> {
                assertThat(finding.fault()).isEqualTo(Fault.VM_LEFT);
                assertThat(finding.cure()).isEqualTo(Step.STOP_VM);
                assertThat(finding.what()).contains("pid " + qemu.pid());
            });
            assertThat(doctor.mend(
                            findings, step -> qemu.destroyForcibly().onExit().join()))
                    .isEqualTo(findings);
        } finally {
            qemu.destroyForcibly();
        }
    }

    @Test
    void secureBootIsOn_itIsSaid() throws IOException {
        FakeHost host = new FakeHost(root);
        Seed.LOCKDOWN.seed.accept(host);
        String variable = "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c";
        host.write(variable, "");
        Files.write(host.at(variable), new byte[] {6, 0, 0, 0, 1});
        assertThat(host.doctor().examine().get(0).what()).contains("integrity", "Secure Boot is on");
        Files.write(host.at(variable), new byte[] {6, 0, 0, 0, 0});
        assertThat(host.doctor().examine().get(0).what()).doesNotContain("Secure Boot");
    }

    @Test
    void nobodyCanPlayBeforeThat_itIsHopeless() {
        Set<Fault> hopeless = EnumSet.noneOf(Fault.class);
        for (Seed seed : Seed.values()) {
            FakeHost host = new FakeHost(root.resolve(seed.name()));
            seed.seed.accept(host);
            host.doctor().examine().stream()
                    .filter(Finding::isHopeless)
                    .map(Finding::fault)
                    .forEach(hopeless::add);
        }
        assertThat(hopeless)
                .containsExactlyInAnyOrder(
                        Fault.KERNEL_WITHOUT_MODULES,
                        Fault.MODULES_SWITCHED_OFF,
                        Fault.LOCKED_DOWN,
                        Fault.SIGNATURE_WANTED,
                        Fault.CAPABILITY_MISSING,
                        Fault.RIGHTS_MISSING,
                        Fault.HEADERS_GONE,
                        Fault.VIDEO_CORE_MISSING, // of a cloud's kernel, which no package adds it to
                        Fault.MODULE_FOREIGN,
                        Fault.MODULE_SHADOWED,
                        Fault.CACHE_NOT_EXECUTABLE,
                        Fault.JAVA_OLD,
                        Fault.NATIVE_ACCESS_DENIED);
    }

    @Test
    void report_isWhatItsSchemaDescribes() throws IOException {
        FakeHost host = new FakeHost(root);
        host.programs.remove("gcc");
        host.room = 0;
        List<Finding> findings = host.doctor().examine();
        DoctorReport report = new DoctorReport(
                "this machine", "as it was asked for", findings, findings.subList(0, 1), cure -> "some command");
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("../docs/doctor.schema.json")));
        assertThat(schema.validate(report.json(), InputFormat.JSON)).isEmpty();
        assertThat(JsonParser.parseString(report.json())
                        .getAsJsonObject()
                        .get("sound")
                        .getAsBoolean())
                .isFalse();
        assertThat(report.lines())
                .anyMatch(line -> line.startsWith("mended: a C compiler (gcc) is missing"))
                .anyMatch(line -> line.startsWith("0 MiB are free where"))
                .filteredOn(line -> line.contains("some command"))
                .hasSize(1);
        assertThat(new DoctorReport("this machine", "", List.of(), List.of(), cure -> "").lines())
                .containsExactly("Nothing is wrong: this machine");
    }

    @Test
    void schema_namesEachFault() throws IOException {
        String schema = Files.readString(Path.of("../docs/doctor.schema.json"));
        assertThat(JsonParser.parseString(schema)
                        .getAsJsonObject()
                        .getAsJsonObject("properties")
                        .getAsJsonObject("findings")
                        .getAsJsonObject("items")
                        .getAsJsonObject("properties")
                        .getAsJsonObject("fault")
                        .getAsJsonArray("enum"))
                .extracting(element -> element.getAsString())
                .containsExactlyElementsOf(
                        Arrays.stream(Fault.values()).map(Fault::key).collect(Collectors.toList()));
    }

    /** The machine that this runs on, when it can run micro-VMs at all. */
    @Test
    void thisMachineCarriesMicroVms_nothingIsFound() {
        VmSettings vm = VmSettings.in(root.resolve("vm"));
        assumeTrue(
                Stream.of(vm.hardware().type().program(), "gcc", "make", "xz")
                        .allMatch(program -> Programs.find(program).isPresent()),
                "vcam:setup has not been here, which the doctor would say");
        assumeTrue(GuestKernel.isThere(vm), "there is no kernel for a micro-VM yet, which the doctor would say");
        assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")), "the locale has English letters only");
        assumeTrue(root.toFile().getUsableSpace() > 4L << 30, "the disk is nearly full");
        CommandRunner here = CommandRunner.create();
        Doctor doctor = Doctor.of(new Doctor.Case(
                GuestMachine.of(vm, here), here, here::canBeRoot, vm, root.resolve("target"), Optional.empty()));
        assertThat(doctor.examine()).isEmpty();
        assertThat(root).isEmptyDirectory();
    }
}
