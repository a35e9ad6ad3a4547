// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.agent;

import org.jspecify.annotations.Nullable;

/** What a message means. The host sends the first group, the guest the second; HELLO is said and answered. */
public enum MessageType {
    /** Opens a session: a nonce, answered by the same one. */
    HELLO('H'),
    /** A {@link CommandRequest}. */
    COMMAND('C'),
    STDIN('I'),
    STDIN_END('J'),
    /** Ends the command's process tree: TERM, a grace, KILL. Answered by EXIT as any end is. */
    CANCEL('K'),

    STDOUT('O'),
    STDERR('E'),
    /** Four bytes: so many bytes of standard input were taken by the program; the host may send as many more. */
    CREDIT('A'),
    /** Four bytes: the exit status. The last message of a command. */
    EXIT('X'),
    /** The program could not be started; the payload says why. The last message of a command. */
    NOT_STARTED('N');

    private final byte code;

    MessageType(char code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    static @Nullable MessageType of(int code) {
        for (MessageType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        return null;
    }
}
