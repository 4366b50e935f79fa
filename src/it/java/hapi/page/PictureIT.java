package hapi.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.DemoProcess;
import hapi.testkit.stage.Stage;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The picture of the README: what a newcomer sees who follows the demo with a phone. Taken in each
/// run, so that it can be taken at all; kept where `HAPI_TEST_PICTURE` says, which is what the
/// script `docs/images/take` does.
class PictureIT {
    private static final int MAX_BYTES = 200_000;

    @RegisterExtension final Stage stage = new Stage();

    @Test
    void demoOnAPhoneShowsTheChatAndTheDecisionThatIsOpen() throws Exception {
        DemoProcess demo = DemoProcess.start(stage);
        String session = demo.session().id();
        Visitor visitor =
                Visitor.signIn(Browser.launch(stage), demo.url(), demo.token(), Screen.PHONE);
        visitor.open(session);
        visitor.send("build me a page");
        visitor.isAsked("Write a file?");
        visitor.press("Allow once");
        visitor.isAsked("Change a file?");
        visitor.press("Allow once");

        visitor.isAsked("Run a command?");
        // Not yet: the dock wants to be looked at for a moment before it lets itself be pressed.
        assertThat(visitor.dockButton("Allow once")).hasAttribute("aria-disabled", "false");
        visitor.putOnTop("I will make a small page");
        Path picture = Browser.screenshot(visitor.page(), "readme-phone");

        assertThat(picture.toFile().length()).isLessThan(MAX_BYTES);
        BufferedImage pixels = ImageIO.read(picture.toFile());
        assertThat(pixels.getWidth()).isEqualTo(2 * 390);
        assertThat(pixels.getHeight()).isEqualTo(2 * 844);
        assertThat(visitor.dock()).containsText("all checks passed");
        assertThat(visitor.page().locator("hapi-chat")).containsText("allowed once");
        String keep = System.getenv().getOrDefault("HAPI_TEST_PICTURE", "");
        if (!keep.isEmpty()) {
            Files.copy(picture, Path.of(keep), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
