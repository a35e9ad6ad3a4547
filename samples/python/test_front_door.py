# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
"""Directs the camera "Front door" of `mvn vcam:start` and looks at it with ffmpeg, beside the camera:

    mvn vcam:exec -Dvcam.command="python3 test_front_door.py"
"""

import json
import os
import pathlib
import subprocess
import unittest
import urllib.request

CAMERAS = json.loads(pathlib.Path(os.environ.get("CAMERAS", "target/vcam/cameras.json")).read_text())
CAMERA = next(camera for camera in CAMERAS["cameras"] if camera["label"] == "Front door")


def post(verb, body=b"", kind="application/octet-stream"):
    """Returns when every program that watches the camera has got a frame of the new picture."""
    url = f"{CAMERAS['control']}/cameras/front-door/{verb}"
    request = urllib.request.Request(url, body, {"Content-Type": kind})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def picture(red, green, blue):
    """A picture of one pixel, as PPM; the camera makes it as large as itself."""
    return b"P6\n1 1\n255\n" + bytes([red, green, blue])


def brightness():
    """What is in the middle of the camera's next frame, from 0 to 255."""
    command = ["ffmpeg", "-nostdin", "-v", "error", "-f", "v4l2", "-i", CAMERA["device"], "-frames:v", "1"]
    output = ["-vf", "scale=3:3:flags=area", "-pix_fmt", "gray", "-f", "rawvideo", "-"]
    return subprocess.run(command + output, check=True, capture_output=True, timeout=60).stdout[4]


class FrontDoor(unittest.TestCase):
    def test_shows_what_it_is_told(self):
        for grey in 0, 128, 255, 64:
            post("show", picture(grey, grey, grey))
            self.assertAlmostEqual(grey, brightness(), delta=6)

    def test_is_black(self):
        post("black")
        self.assertLess(brightness(), 6)

    def test_plays_and_seeks(self):
        graph = "color=black:s=64x48:d=2[b];color=white:s=64x48:d=2[w];[b][w]concat"
        post("play", json.dumps({"input": "lavfi:" + graph}).encode(), "application/json")
        post("freeze")
        self.assertLess(brightness(), 6)
        post("seek", json.dumps({"seconds": 3}).encode(), "application/json")
        self.assertGreater(brightness(), 249)


if __name__ == "__main__":
    unittest.main()
