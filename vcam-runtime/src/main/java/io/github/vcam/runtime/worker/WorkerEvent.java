// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.worker;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a worker tells on its standard output, one JSON object a line. */
public sealed interface WorkerEvent {
    /** Has made a camera: the node that it feeds, and the one that consumers open. */
    record Added(String node, String consumerNode) implements WorkerEvent {}

    /** Begins: how frames will travel, and the worker's process where the camera is. */
    record Started(String device, String format, String method, String fps, long pid) implements WorkerEvent {}

    /** On demand: somebody looks from now on and the input plays, or nobody does and it is closed. */
    record Watched(boolean somebody) implements WorkerEvent {}

    /** Goes on; {@code total} is below 1 when nobody knows it. */
    record Progress(long sent, long late, long dropped, double fps, long total) implements WorkerEvent {}

    /** An input is open, and its packets follow; whether frames come when they are made. */
    record HandedOver(boolean live) implements WorkerEvent {}

    /** Came to its end. */
    record Ended(long sent, long late, long dropped, double fps, double seconds, List<String> warnings)
            implements WorkerEvent {}

    /** Failed; {@code id} is VCAM-nnn, or empty for what nobody foresaw. */
    record Failed(String id, String message) implements WorkerEvent {}

    /** Did what the {@link CameraCommand} of this number says; the nodes are those that there are from now on. */
    record Done(long number, String node, String consumerNode) implements WorkerEvent {}

    /** Could not do it; {@code id} and message as in {@link Failed}. The camera goes on. */
    record Refused(long number, String id, String message) implements WorkerEvent {}

    /** A program beside the camera sends bytes, in Base64; none when it has no more. */
    record Relayed(long connection, String bytes) implements WorkerEvent {}

    /** For events and for what a worker is asked to do; durations travel in nanoseconds. */
    Gson GSON = new GsonBuilder()
            .disableHtmlEscaping()
            .registerTypeAdapter(Duration.class, new NanosAdapter())
            .create();

    Map<String, Class<? extends WorkerEvent>> TYPES = Map.of(
            "added", Added.class,
            "started", Started.class,
            "watched", Watched.class,
            "progress", Progress.class,
            "handedOver", HandedOver.class,
            "ended", Ended.class,
            "failed", Failed.class,
            "done", Done.class,
            "refused", Refused.class,
            "relayed", Relayed.class);

    /** The event as one line without its end. */
    default String toJson() {
        JsonObject json = GSON.toJsonTree(this).getAsJsonObject();
        TYPES.forEach((name, type) -> {
            if (type.isInstance(this)) {
                json.addProperty("type", name);
            }
        });
        return json.toString();
    }

    /** Reads a line; empty when it is none of ours. */
    static Optional<WorkerEvent> fromJson(String line) {
        try {
            JsonObject json = JsonParser.parseString(line).getAsJsonObject();
            Class<? extends WorkerEvent> type = TYPES.get(json.get("type").getAsString());
            return type == null ? Optional.empty() : Optional.of(GSON.fromJson(json, type));
        } catch (JsonParseException | IllegalStateException | NullPointerException e) {
            return Optional.empty();
        }
    }
}
