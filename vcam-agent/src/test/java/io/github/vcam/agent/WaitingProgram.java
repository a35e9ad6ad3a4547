// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.agent;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Does what its arguments say, or says that it is ready and takes them later: it repeats them and what it reads. First
 * argument: a file that gets its process id; if that does not exist it fails.
 */
final class WaitingProgram {
    private WaitingProgram() {}

    public static void main(String[] arguments) throws IOException {
        Files.writeString(Path.of(arguments[0]), ProcessHandle.current().pid() + "\n", StandardOpenOption.APPEND);
        List<String> order = Arrays.asList(arguments).subList(1, arguments.length);
        boolean waits = order.isEmpty();
        DataInputStream in = new DataInputStream(System.in);
        while (order.isEmpty() || order.get(0).equals("rehearse")) {
            System.out.print('\n');
            System.out.flush();
            order = words(in);
        }
        String rest = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        String said = (waits ? "waited " : "started ") + String.join(" ", order) + " " + rest;
        System.out.write(said.getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }

    private static List<String> words(DataInputStream in) throws IOException {
        List<String> words = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            words.add(new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8));
        }
        return words;
    }
}
