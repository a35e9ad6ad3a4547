// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/**
 * Does what its arguments say, or says that it is ready and takes orders later: it repeats them and what it reads. First
 * argument: a file that gets its process id; if that does not exist it fails. It ends after the order {@code fail}.
 */
final class WaitingProgram {
    private WaitingProgram() {}

    public static void main(String[] arguments) throws IOException {
        Files.writeString(Path.of(arguments[0]), ProcessHandle.current().pid() + "\n", StandardOpenOption.APPEND);
        List<String> order = Arrays.asList(arguments).subList(1, arguments.length);
        if (!order.isEmpty()) {
            System.out.write(said("started", order, System.in.readAllBytes()));
            System.out.flush();
            return;
        }
        for (int number = 1; ; number++) {
            Message.of(MessageType.EXIT, 0).write(System.out);
            order = CommandRequest.from(Message.read(System.in)).argv();
            if (order.get(0).equals("stray")) {
                System.out.println("words that are no message");
                System.out.flush();
            }
            byte[] input = input();
            byte[] said = said("waited " + number, order, input);
            Message.of(MessageType.STDOUT, said, said.length).write(System.out);
            if (order.get(0).equals("fail")) {
                System.err.print("why");
                System.err.flush();
                System.exit(3);
            }
        }
    }

    private static byte[] input() throws IOException {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        for (Message next = Message.read(System.in); next.type() == MessageType.STDIN; next = Message.read(System.in)) {
            input.write(next.payload());
        }
        return input.toByteArray();
    }

    private static byte[] said(String how, List<String> order, byte[] input) {
        String rest = new String(input, StandardCharsets.UTF_8);
        return (how + " " + String.join(" ", order) + " " + rest).getBytes(StandardCharsets.UTF_8);
    }
}
