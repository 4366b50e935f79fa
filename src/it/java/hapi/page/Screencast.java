package hapi.page;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/// What a page's screen showed, frame by frame, over loads. Frames come while the test's thread is
/// inside a call of Playwright.
final class Screencast {
    /// A screen with words has more than this share of other colours than its paper.
    private static final double LEAST_INK = 0.005;

    private final CDPSession browser;
    private final List<Frame> frames = new ArrayList<>();

    /// One picture (PNG) and when it was shown, epoch milliseconds.
    record Frame(long at, byte[] picture) {
        boolean isBlank() {
            try {
                return ink(ImageIO.read(new ByteArrayInputStream(picture))) < LEAST_INK;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void write(Path file) {
            try {
                Files.createDirectories(file.getParent());
                Files.write(file, picture);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Screencast(CDPSession browser) {
        this.browser = browser;
    }

    /// Begins with the page as it is drawn now; the browser's first frame may be older.
    static Screencast of(Page page) {
        Screencast cast = new Screencast(page.context().newCDPSession(page));
        cast.browser.on("Page.screencastFrame", cast::take);
        JsonObject how = new JsonObject();
        how.addProperty("format", "png");
        how.addProperty("maxWidth", 390);
        how.addProperty("maxHeight", 844);
        cast.browser.send("Page.startScreencast", how);
        page.waitForCondition(() -> !cast.frames.isEmpty() && !cast.frames.getLast().isBlank());
        cast.frames.subList(0, cast.frames.size() - 1).clear();
        return cast;
    }

    private void take(JsonObject event) {
        long at = (long) (event.getAsJsonObject("metadata").get("timestamp").getAsDouble() * 1_000);
        frames.add(new Frame(at, Base64.getDecoder().decode(event.get("data").getAsString())));
        JsonObject taken = new JsonObject();
        taken.addProperty("sessionId", event.get("sessionId").getAsInt());
        browser.send("Page.screencastFrameAck", taken);
    }

    /// All frames so far, oldest first; the last one is what is shown now.
    List<Frame> end() {
        browser.send("Page.stopScreencast");
        return List.copyOf(frames);
    }

    private static double ink(BufferedImage picture) {
        Map<Integer, Integer> counts = new HashMap<>();
        int all = picture.getWidth() * picture.getHeight();
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                counts.merge(picture.getRGB(x, y), 1, Integer::sum);
            }
        }
        int paper = counts.values().stream().mapToInt(Integer::intValue).max().orElse(all);
        return 1 - (double) paper / all;
    }
}
