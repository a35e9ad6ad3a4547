// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.console;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** A bar at the foot of a terminal. */
final class BarProgress implements Progress {
    private final ProgressBar bar;

    BarProgress(String task, String unit) {
        bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setUnit(" " + unit, 1)
                .setInitialMax(-1)
                .setUpdateIntervalMillis(250)
                .clearDisplayOnFinish()
                .build();
    }

    @Override
    public void show(long done, long total, String note) {
        bar.maxHint(total > 0 ? total : -1);
        bar.stepTo(done);
        bar.setExtraMessage(note);
    }

    @Override
    public void close() {
        bar.close();
    }
}
