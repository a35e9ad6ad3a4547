// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.cameras;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import io.github.vcam.runtime.error.RuntimeError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;

/**
 * Reads what comes with a request, up to a limit: JSON into memory, a picture into a file.
 *
 * @param pictures the directory for pictures
 * @param most bytes of a picture
 */
record ControlBody(Path pictures, long most) {
    /** Enough for a picture of 30 million pixels as PNG. */
    static final long USUAL = 64L << 20;

    private static final int MOST_JSON = 1 << 20;
    private static final long MOST_DISCARDED = 512L << 20;
    private static final int PIECE = 64 << 10;

    static boolean isJson(HttpExchange exchange) {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        return type != null && type.toLowerCase(Locale.ROOT).strip().startsWith("application/json");
    }

    /** The object that came. */
    JsonObject json(HttpExchange exchange) {
        try {
            byte[] bytes = exchange.getRequestBody().readNBytes(MOST_JSON + 1);
            if (bytes.length > MOST_JSON) {
                throw tooLarge("JSON", MOST_JSON);
            }
            JsonElement body = JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8));
            if (body.isJsonObject()) {
                return body.getAsJsonObject();
            }
            throw ControlProblem.invalid("the body is not a JSON object");
        } catch (JsonParseException e) {
            throw ControlProblem.invalid("the body is not JSON: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The picture that came, as a new file. */
    Path picture(HttpExchange exchange) {
        try {
            Path file =
                    Files.createDirectories(pictures).resolve(UUID.randomUUID().toString());
            long bytes;
            try (OutputStream out = Files.newOutputStream(file)) {
                bytes = copy(exchange.getRequestBody(), out);
            }
            if (bytes == 0 || bytes > most) {
                Files.delete(file);
                throw bytes == 0
                        ? ControlProblem.invalid("there is no picture in the body")
                        : tooLarge("a picture", most);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ControlProblem tooLarge(String what, long most) {
        return new ControlProblem(
                ControlProblem.TOO_LARGE,
                RuntimeError.PICTURE_TOO_LARGE,
                what + " of a request can have " + most
                        + " bytes; a file of this machine can be any size, by its path");
    }

    /** Copies until it is too much. */
    private long copy(InputStream in, OutputStream out) throws IOException {
        byte[] piece = new byte[PIECE];
        long copied = 0;
        for (int count = in.read(piece); count >= 0 && copied <= most; count = in.read(piece)) {
            out.write(piece, 0, count);
            copied += count;
        }
        return copied;
    }

    /** Takes what nobody wants, so that the other end can hear the answer. */
    static void discard(HttpExchange exchange) throws IOException {
        InputStream in = exchange.getRequestBody();
        byte[] piece = new byte[PIECE];
        long left = MOST_DISCARDED;
        for (int count = in.read(piece); count >= 0 && left > 0; count = in.read(piece)) {
            left -= count;
        }
    }
}
