// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package shop;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** The page under test in Debian's Chromium, which nobody has to tell that the page may see the camera. */
final class CameraPage implements AutoCloseable {
    /** A machine that emulates another one takes its time. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final ChromeDriver driver;

    CameraPage() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage");
        options.addArguments("--window-size=480,360", "--disable-component-update"); // less to do where it is emulated
        options.addArguments("--use-fake-ui-for-media-stream"); // says yes; the camera is none of Chromium's fakes
        options.addArguments("--ipc-connection-timeout=" + PATIENCE.toSeconds()); // of its processes with each other
        options.setExperimentalOption("browserStartupTimeout", PATIENCE.toMillis());
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(Path.of("/usr/bin/chromedriver").toFile())
                .withTimeout(PATIENCE)
                .build();
        driver = new ChromeDriver(service, options);
        driver.manage().timeouts().pageLoadTimeout(PATIENCE).scriptTimeout(PATIENCE);
    }

    /** Opens the page for the camera with this label. */
    void lookAt(String label) {
        driver.get(Path.of("src/test/resources/page.html").toUri() + "?" + label);
    }

    /** What the page reads off the camera now. */
    String code() {
        String url = (String) driver.executeAsyncScript("picture().then(arguments[0], error => arguments[0](`${error}`))");
        if (!url.startsWith("data:")) {
            throw new AssertionError(url);
        }
        try {
            byte[] png = Base64.getDecoder().decode(url.substring(url.indexOf(',') + 1));
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
            int width = image.getWidth();
            int height = image.getHeight();
            int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
            return new QRCodeReader()
                    .decode(new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, pixels))))
                    .getText();
        } catch (NotFoundException e) {
            return "";
        } catch (ReaderException e) {
            throw new AssertionError("a code that cannot be read", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
