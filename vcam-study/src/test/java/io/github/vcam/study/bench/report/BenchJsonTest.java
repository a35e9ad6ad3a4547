// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.vcam.study.bench.BenchResult;
import io.github.vcam.study.bench.Clock;
import io.github.vcam.study.bench.Row;
import io.github.vcam.study.bench.Run;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchJsonTest {
    @Test
    void everyReport_isAsTheSchemaSays() throws Exception {
        for (BenchResult result :
                List.of(Sample.complete(), Sample.partial(), Sample.of(List.of(), "a"), unmeasured())) {
            assertThat(schema().validate(BenchJson.write(result), InputFormat.JSON))
                    .isEmpty();
        }
    }

    @Test
    void reportHasSomethingElse_theSchemaRefusesIt() throws Exception {
        JsonObject json =
                JsonParser.parseString(BenchJson.write(Sample.complete())).getAsJsonObject();
        json.getAsJsonArray("rows")
                .get(0)
                .getAsJsonObject()
                .getAsJsonObject("figures")
                .remove("copies");
        json.addProperty("more", 1);

        assertThat(schema().validate(json.toString(), InputFormat.JSON)).hasSize(2);
    }

    @Test
    void reportIsReadBack_nothingIsLost() {
        assertThat(BenchJson.read(BenchJson.write(Sample.partial()))).isEqualTo(Sample.partial());
        assertThat(BenchJson.read(BenchJson.write(unmeasured()))).isEqualTo(unmeasured());
    }

    @Test
    void figureIsNotThere_itIsNull() {
        JsonObject row = JsonParser.parseString(BenchJson.write(unmeasured()))
                .getAsJsonObject()
                .getAsJsonArray("rows")
                .get(0)
                .getAsJsonObject();

        assertThat(row.getAsJsonObject("figures").get("copies").isJsonNull()).isTrue();
        assertThat(row.getAsJsonArray("runs")
                        .get(0)
                        .getAsJsonObject()
                        .get("nsUsual")
                        .isJsonNull())
                .isTrue();
    }

    @Test
    void textIsNoReport_thatIsSaid() {
        for (String text : List.of("", "[]", "{}", "{\"rows\": 1}", "nonsense")) {
            assertThatThrownBy(() -> BenchJson.read(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no report of a bench");
        }
    }

    private static BenchResult unmeasured() {
        Run run = new Run(0, 0, 0, Double.NaN, Double.NaN, 0, 0, 0, 0, 0, 0, null, 0, 0, null, null);
        return Sample.of(
                List.of(new Row(
                        Sample.scenario("write->read", 640, 480, 2, 1), "a", Clock.TIME, List.of(run), List.of())),
                "a");
    }

    private static Schema schema() throws Exception {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(BenchReport.schema());
    }
}
