package hapi.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.PopulatedHub;
import hapi.testkit.stage.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The pictures of every screen in `docs/screens`, phone and desktop, light and dark. They are
/// taken where `HAPI_TEST_PICTURES` says, which is what the script `docs/screens/take` does; a full
/// run takes those of a dark phone only, so that they can be taken at all.
@Tag("full")
class ScreenPicturesIT {
    private static final long MAX_BYTES = 6_000_000;
    private static final List<Screen> BOTH_SIZES = List.of(Screen.PHONE, Screen.DESKTOP);
    private static final List<ColorScheme> BOTH_THEMES =
            List.of(ColorScheme.LIGHT, ColorScheme.DARK);
    private static final int QUALITY = 72;

    @RegisterExtension final Stage stage = new Stage();

    @TempDir private Path scratch;

    @Test
    void everyScreenIsPhotographedInBothSizesAndThemes() throws IOException {
        String keep = System.getenv().getOrDefault("HAPI_TEST_PICTURES", "");
        boolean all = !keep.isEmpty();
        Path folder = all ? Path.of(keep) : scratch;
        PopulatedHub hub = PopulatedHub.start(stage);
        Browser browser = Browser.launch(stage);
        browser.expectProblem("status of 404");

        long bytes = 0;
        for (Screen screen : all ? BOTH_SIZES : List.of(Screen.PHONE)) {
            for (ColorScheme look : all ? BOTH_THEMES : List.of(ColorScheme.DARK)) {
                Tour tour = Tour.begin(browser, hub, screen, look);
                for (Place place : Place.values()) {
                    Page page = tour.open(place);
                    // Buttons take no press while something has just moved, and look so.
                    PlaywrightAssertions.assertThat(
                                    page.locator(
                                            "hapi-ask .no[aria-disabled=true] >> visible=true"))
                            .hasCount(0);
                    byte[] picture = webp(page);
                    assertThat(new String(picture, 8, 4)).isEqualTo("WEBP");
                    bytes += picture.length;
                    String name = "%s--%s--%s.webp".formatted(place.word(), screen, look);
                    Files.write(folder.resolve(name.toLowerCase(Locale.ROOT)), picture);
                }
                tour.page().close();
            }
        }

        assertThat(bytes).isLessThan(all ? MAX_BYTES : MAX_BYTES / 4);
    }

    private static byte[] webp(Page page) {
        CDPSession session = page.context().newCDPSession(page);
        JsonObject call = new JsonObject();
        call.addProperty("format", "webp");
        call.addProperty("quality", QUALITY);
        String data = session.send("Page.captureScreenshot", call).get("data").getAsString();
        session.detach();
        return Base64.getDecoder().decode(data);
    }
}
