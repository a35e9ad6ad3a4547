// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.producer;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.frame.Colours;
import io.github.vcam.frame.FourCc;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.frame.PlaneLayout;
import io.github.vcam.v4l2.DeviceFormat;
import io.github.vcam.v4l2.Direction;
import io.github.vcam.v4l2.V4l2Exception;
import io.github.vcam.v4l2.VideoDevice;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Agrees on a format with a node (V4L2: VIDIOC_S_FMT): the driver's answer is obeyed unless it breaks what a user
 * insists on.
 */
final class Negotiation {
    private static final Set<PixelFormat> COMMON =
            new LinkedHashSet<>(List.of(PixelFormat.YUYV, PixelFormat.YU12, PixelFormat.NV12, PixelFormat.BGR4));
    private static final int LISTED = 12;

    private final VideoDevice device;
    private final FrameDemand demand;

    private Negotiation(VideoDevice device, FrameDemand demand) {
        this.device = device;
        this.demand = demand;
    }

    /** Sets format and rate of the OUTPUT side; fails with FORMAT_REFUSED, SIZE_INVALID or DEVICE_BUSY. */
    static PlaneLayout agree(VideoDevice device, FrameDemand demand) {
        PlaneLayout layout = new Negotiation(device, demand).agree();
        device.setRate(Direction.OUTPUT, demand.rate());
        return layout;
    }

    private PlaneLayout agree() {
        FrameSize size = demand.size() == null ? demand.natural().get(0).size() : demand.size();
        DeviceFormat last = null;
        for (PixelFormat pixels : candidates()) {
            FrameFormat wanted = FrameFormat.of(pixels, size);
            DeviceFormat answer = ask(wanted);
            if (answer != null && answer.fourCc().equals(pixels.fourCc())) {
                return accept(answer, wanted);
            }
            last = answer == null ? last : answer;
        }
        // the node insists on a format of its own, perhaps because somebody fixed it
        if (last == null || demand.pixels() != null || last.layout().isEmpty()) {
            throw refused(last);
        }
        return accept(last, FrameFormat.of(demand.natural().get(0).pixelFormat(), size));
    }

    private Set<PixelFormat> candidates() {
        PixelFormat demanded = demand.pixels();
        Set<PixelFormat> candidates = new LinkedHashSet<>();
        if (demanded != null) {
            candidates.add(demanded);
            return candidates;
        }
        demand.natural().forEach(format -> candidates.add(format.pixelFormat()));
        candidates.addAll(COMMON);
        return candidates;
    }

    private @Nullable DeviceFormat ask(FrameFormat wanted) {
        try {
            return device.setFormat(Direction.OUTPUT, DeviceFormat.asking(wanted, coloursOf(wanted)));
        } catch (V4l2Exception e) {
            if (e.code() == CoreError.IOCTL_FAILED) {
                return null; // EINVAL: some drivers refuse what they do not know instead of answering otherwise
            }
            throw e;
        }
    }

    /** RGB needs no label, and a JPEG has one inside. */
    private Colours coloursOf(FrameFormat format) {
        return format.pixelFormat().isRgb() || format.pixelFormat().isCompressed() ? Colours.UNSAID : demand.colours();
    }

    private PlaneLayout accept(DeviceFormat answer, FrameFormat wanted) {
        if (demand.size() != null && !answer.size().equals(wanted.size())) {
            Optional<FrameSize> largest = device.largestSize(answer.fourCc());
            String maximum = largest.map(size -> "; its maximum is " + size).orElse("");
            throw new VcamException(
                    CoreError.SIZE_INVALID,
                    "VIDIOC_S_FMT on " + device.path() + ": it takes " + answer.size() + " instead of " + wanted.size()
                            + maximum);
        }
        return answer.layout().orElseThrow(() -> refused(answer));
    }

    private VcamException refused(@Nullable DeviceFormat answer) {
        String wanted = demand.pixels() == null
                ? "what " + device.path() + " takes is not known here"
                : device.path() + " does not take " + demand.pixels().fourCc();
        String instead = answer == null ? "" : ", it answers " + answer;
        String offered = device.formats(Direction.OUTPUT).stream()
                .limit(LISTED)
                .map(FourCc::toString)
                .collect(Collectors.joining(" "));
        return new VcamException(
                CoreError.FORMAT_REFUSED,
                "VIDIOC_S_FMT: " + wanted + instead + (offered.isEmpty() ? "" : "; it offers " + offered));
    }
}
