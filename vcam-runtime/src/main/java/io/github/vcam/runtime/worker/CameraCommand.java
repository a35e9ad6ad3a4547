// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.worker;

import io.github.vcam.source.InputAccess;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a camera's worker is told while it plays. Travels as JSON, one on a line of its standard input.
 *
 * @param number comes back with the answer
 * @param verb what to do
 * @param input what to play, for {@link Verb#PLAY}; what came for a connection, in Base64, for {@link Verb#RELAY}
 * @param access how the input is opened; null: as inputs of its kind are
 * @param time where to go to, for {@link Verb#SEEK}
 * @param port where to listen, for {@link Verb#LISTEN}
 */
public record CameraCommand(
        long number,
        Verb verb,
        @Nullable String input,
        @Nullable InputAccess access,
        @Nullable Duration time,
        int port) {
    /** What can be done. */
    public enum Verb {
        PLAY,
        BLACK,
        FREEZE,
        RESUME,
        SEEK,
        DISCONNECT,
        RECONNECT,
        /** Takes connections on a port, for a server that is somewhere else, see {@link WorkerEvent.Relayed}. */
        LISTEN,
        /** Bytes for the program at the other end of a relayed connection, which the number tells. */
        RELAY
    }

    /** One that needs no more words. */
    public static CameraCommand of(long number, Verb verb) {
        return new CameraCommand(number, verb, null, null, null, 0);
    }

    public CameraCommand withInput(String value) {
        return new CameraCommand(number, verb, value, access, time, port);
    }

    public CameraCommand withAccess(InputAccess value) {
        return new CameraCommand(number, verb, input, value, time, port);
    }

    public CameraCommand withTime(Duration value) {
        return new CameraCommand(number, verb, input, access, value, port);
    }

    public CameraCommand withPort(int value) {
        return new CameraCommand(number, verb, input, access, time, value);
    }

    /** The command as one line without its end. */
    public String toJson() {
        return WorkerEvent.GSON.toJson(this);
    }

    static CameraCommand fromJson(String line) {
        return WorkerEvent.GSON.fromJson(line, CameraCommand.class);
    }
}
