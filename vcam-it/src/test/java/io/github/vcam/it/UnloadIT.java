// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.Consumer;
import io.github.vcam.it.support.ConsumerMethod;
import io.github.vcam.it.support.KernelModule;
import io.github.vcam.it.support.MappedProducer;
import io.github.vcam.it.support.Node;
import io.github.vcam.it.support.Producer;
import io.github.vcam.it.support.Side;
import io.github.vcam.it.support.StampedVideo;
import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.SystemCalls;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The module leaves when nobody holds it, and only then. */
class UnloadIT {
    private final StampedVideo video = Camera.video();

    @AfterAll
    static void restore() {
        KernelModule.restore();
    }

    @Test
    void aNodeIsOpen_theModuleStays() {
        try (Node node = Node.open()) {
            assertThat(KernelModule.unload().exitStatus()).isNotZero();
            assertThat(node.capabilities().driver()).isEqualTo("v4l2 loopback");
        }
    }

    @Test
    void onlyAMappingIsLeft_theModuleStaysUntilItGoes() {
        NativeMemory mapping;
        try (Node node = Node.open()) {
            Node.must("REQBUFS", node.requestBuffers(Side.OUTPUT, 2));
            mapping = node.map(Side.OUTPUT, 0);
        }
        assertThat(KernelModule.unload().exitStatus()).isNotZero();
        SystemCalls.host().munmap(mapping);
        assertThat(KernelModule.unload().exitStatus()).isZero();
        KernelModule.restore();
    }

    @Test
    void everybodyHasClosed_theModuleLeavesAndComesBack() {
        try (Producer producer = new MappedProducer(video);
                Consumer consumer = ConsumerMethod.MMAP.open(video)) {
            producer.send(1);
            consumer.receive();
        }
        assertThat(KernelModule.unload().exitStatus()).isZero();
        assertThat(KernelModule.isLoaded()).isFalse();
        KernelModule.restore();
        assertThat(KernelModule.isLoaded()).isTrue();
    }
}
