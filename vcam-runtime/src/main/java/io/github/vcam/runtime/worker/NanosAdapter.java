// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.worker;

import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A duration as a number of nanoseconds. */
final class NanosAdapter extends TypeAdapter<@Nullable Duration> {
    @Override
    public void write(JsonWriter out, @Nullable Duration value) throws IOException {
        if (value == null) {
            out.nullValue();
        } else {
            out.value(value.toNanos());
        }
    }

    @Override
    public @Nullable Duration read(JsonReader in) throws IOException {
        if (in.peek() == JsonToken.NULL) {
            in.nextNull();
            return null;
        }
        return Duration.ofNanos(in.nextLong());
    }
}
