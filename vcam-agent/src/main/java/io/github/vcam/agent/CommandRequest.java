// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.agent;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A command as it travels to the guest.
 *
 * @param argv program and arguments
 * @param environment variables set on top of the agent's own
 * @param directory working directory in the guest, or empty for its root
 * @param dropCaches whether the guest forgets file contents first, so that it sees files rewritten on the host
 * @param standby how many of the first words make a program that may have started before and take the other words then;
 *     0: it is none
 * @param rehearsal whether such a program does this to be quicker later, and waits on
 */
public record CommandRequest(
        List<String> argv,
        Map<String, String> environment,
        String directory,
        boolean dropCaches,
        int standby,
        boolean rehearsal) {
    public CommandRequest {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
        if (standby < 0 || standby > argv.size()) {
            throw new IllegalArgumentException(standby + " words of " + argv.size());
        }
    }

    /** A program that starts when it is called. */
    public CommandRequest(List<String> argv, Map<String, String> environment, String directory, boolean dropCaches) {
        this(argv, environment, directory, dropCaches, 0, false);
    }

    public Message toMessage() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writeWords(out, argv);
            out.writeInt(environment.size());
            for (Map.Entry<String, String> variable : environment.entrySet()) {
                write(out, variable.getKey());
                write(out, variable.getValue());
            }
            write(out, directory);
            out.writeBoolean(dropCaches);
            out.writeInt(standby);
            out.writeBoolean(rehearsal);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return new Message(MessageType.COMMAND, bytes.toByteArray());
    }

    public static CommandRequest from(Message message) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(message.payload()))) {
            List<String> argv = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                argv.add(readString(in));
            }
            Map<String, String> environment = new LinkedHashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                environment.put(readString(in), readString(in));
            }
            String directory = readString(in);
            boolean dropCaches = in.readBoolean();
            int standby = in.readInt();
            if (standby < 0 || standby > argv.size()) {
                throw new MalformedMessageException();
            }
            return new CommandRequest(argv, environment, directory, dropCaches, standby, in.readBoolean());
        }
    }

    /** Words behind their number. */
    static void writeWords(DataOutputStream out, List<String> words) throws IOException {
        out.writeInt(words.size());
        for (String word : words) {
            write(out, word);
        }
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readString(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new MalformedMessageException();
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
