// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.annotations.SerializedName;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import io.github.vcam.study.bench.BenchResult;
import io.github.vcam.study.bench.Clock;
import io.github.vcam.study.bench.Metric;
import io.github.vcam.study.bench.Row;
import io.github.vcam.study.bench.Run;
import io.github.vcam.study.bench.Scenario;
import io.github.vcam.study.bench.Spread;
import io.github.vcam.study.page.Fact;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The form that other programs read; {@code bench.schema.json} describes it. */
public final class BenchJson {
    /** The file that a report names as its schema. */
    static final String SCHEMA = "bench.schema.json";

    private static final Gson GSON = new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .serializeNulls()
            .registerTypeAdapter(double.class, new FiniteOrNull())
            .registerTypeAdapter(Double.class, new FiniteOrNull())
            .create();

    private record Document(
            @SerializedName("$schema") String schema,
            String started,
            double seconds,
            boolean complete,
            @Nullable String stoppedBy,
            int rounds,
            List<Fact> machine,
            List<BenchResult.Module> modules,
            List<Entry> rows) {}

    private record Entry(
            String id,
            Scenario scenario,
            String module,
            String clock,
            Map<String, @Nullable Figure> figures,
            List<Run> runs,
            List<String> failures) {}

    private record Figure(double median, double min, double max, String unit) {}

    private BenchJson() {}

    public static String write(BenchResult result) {
        return GSON.toJson(new Document(
                        SCHEMA,
                        result.started(),
                        result.seconds(),
                        result.stoppedBy() == null,
                        result.stoppedBy(),
                        result.rounds(),
                        result.machine(),
                        result.modules(),
                        result.rows().stream().map(BenchJson::entry).toList()))
                + "\n";
    }

    /**
     * What {@link #write} was given, so that a report can be drawn again.
     *
     * @throws IllegalArgumentException when the text is no such report
     */
    public static BenchResult read(String json) {
        try {
            Document document = GSON.fromJson(json, Document.class);
            return new BenchResult(
                    document.started,
                    document.seconds,
                    document.stoppedBy,
                    document.rounds,
                    document.machine,
                    document.modules,
                    document.rows.stream().map(BenchJson::row).toList());
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("This is no report of a bench: " + e.getMessage(), e);
        }
    }

    private static Entry entry(Row row) {
        Map<String, @Nullable Figure> figures = new LinkedHashMap<>();
        for (Metric metric : Metric.values()) {
            figures.put(
                    key(metric),
                    row.figure(metric)
                            .map(spread -> figure(metric, row.clock(), spread))
                            .orElse(null));
        }
        return new Entry(row.id(), row.scenario(), row.module(), key(row.clock()), figures, row.runs(), row.failures());
    }

    private static Row row(Entry entry) {
        Clock clock = Clock.valueOf(entry.clock.toUpperCase(Locale.ROOT));
        return new Row(entry.scenario, entry.module, clock, entry.runs, entry.failures);
    }

    private static Figure figure(Metric metric, Clock clock, Spread spread) {
        return new Figure(spread.median(), spread.min(), spread.max(), Figures.unit(metric, clock));
    }

    private static String key(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** JSON knows neither NaN nor infinity: a figure that is not there is null. */
    private static final class FiniteOrNull extends TypeAdapter<Double> {
        @Override
        public void write(JsonWriter out, Double value) throws IOException {
            if (Double.isFinite(value)) {
                out.value(value);
            } else {
                out.nullValue();
            }
        }

        @Override
        public Double read(JsonReader in) throws IOException {
            if (in.peek() == JsonToken.NULL) {
                in.nextNull();
                return Double.NaN;
            }
            return in.nextDouble();
        }
    }
}
