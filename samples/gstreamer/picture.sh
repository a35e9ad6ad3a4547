#!/bin/sh
# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
#
# picture.sh DEVICE PICTURE: what a camera shows now, as PNG, by GStreamer.
# Needs gstreamer1.0-tools, gstreamer1.0-plugins-base and gstreamer1.0-plugins-good.
set -eu
exec gst-launch-1.0 -q v4l2src device="$1" num-buffers=1 ! videoconvert ! pngenc ! filesink location="$2"
