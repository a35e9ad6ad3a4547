// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessageTest {
    @Test
    void framesInARow_comeBackAsTheyWere() throws IOException {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        Message.of(MessageType.STDOUT, new byte[] {0, (byte) 255, 10, 13, 9}, 4).write(wire);
        Message.of(MessageType.EXIT, 137).write(wire);
        Message.of(MessageType.STDIN_END).write(wire);

        ByteArrayInputStream in = new ByteArrayInputStream(wire.toByteArray());
        assertThat(Message.read(in).payload()).containsExactly(0, 255, 10, 13);
        assertThat(Message.read(in).number()).isEqualTo(137);
        Message last = Message.read(in);
        assertThat(last.type()).isEqualTo(MessageType.STDIN_END);
        assertThat(last.payload()).isEmpty();
        assertThatThrownBy(() -> Message.read(in)).isInstanceOf(EOFException.class);
    }

    @Test
    void streamEndsInAFrame_isAnEnd() {
        byte[] bytes = Message.of(MessageType.STDOUT, "hello").bytes();
        byte[] half = Arrays.copyOf(bytes, bytes.length - 1);
        assertThatThrownBy(() -> Message.read(new ByteArrayInputStream(half))).isInstanceOf(EOFException.class);
    }

    @Test
    void rubbish_isNotTakenForAFrame() {
        assertMalformed(new byte[] {'?', 0, 0, 0, 0});
        assertMalformed(new byte[] {'O', -1, 0, 0, 0});
        assertMalformed(new byte[] {'O', 127, 0, 0, 0});
    }

    private static void assertMalformed(byte[] bytes) {
        assertThatThrownBy(() -> Message.read(new ByteArrayInputStream(bytes)))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void numberOfAPayloadThatIsNone_isMinusOne() {
        assertThat(Message.of(MessageType.EXIT, "text").number()).isNotNegative();
        assertThat(Message.of(MessageType.EXIT).number()).isEqualTo(-1);
    }

    @Test
    void commandRequest_travelsWhole() throws IOException {
        CommandRequest request = new CommandRequest(
                List.of("prog", "", "two words", "ünï\n'\"$"), Map.of("A", "=b=", "E", ""), "/some where", true);
        assertThat(CommandRequest.from(request.toMessage())).isEqualTo(request);
    }

    @Test
    void commandRequestOfRubbish_isRefused() {
        byte[] longString = {0, 0, 0, 1, 0, 1, 0, 0};
        assertThatThrownBy(() -> CommandRequest.from(new Message(MessageType.COMMAND, longString)))
                .isInstanceOf(IOException.class);
    }
}
