package hapi.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.options.FilePayload;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.PopulatedHub;
import hapi.testkit.hub.sample.Sample;
import hapi.testkit.stage.Stage;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a person does with words in a session: a menu, a file, a message.
class ComposerIT {
    private static final byte[] FILE = "high,low\n5.2,0.3\n".getBytes(StandardCharsets.UTF_8);

    @RegisterExtension final Stage stage = new Stage();

    @Test
    void commandAndFileGoToTheAgent() {
        PopulatedHub hub = PopulatedHub.start(stage);
        Visitor visitor = Visitor.signIn(Browser.launch(stage), hub.hub(), Screen.PHONE);
        Page page = visitor.page();
        visitor.open(Sample.GALLERY.id());

        visitor.message().pressSequentially("/re");
        Locator entries = page.locator("hapi-composer .entry");
        assertThat(entries).hasCount(3, new HasCountOptions().setTimeout(Visitor.LIMIT_MILLIS));
        assertThat(entries.first()).containsText("Project: Write the notes of a release");
        entries.first().click();
        assertThat(visitor.message()).hasValue("/release-notes ");

        page.locator("hapi-composer input.files")
                .setInputFiles(new FilePayload("tide.csv", "text/csv", FILE));
        assertThat(page.locator("hapi-composer .tray li.done"))
                .containsText(
                        "tide.csv", new ContainsTextOptions().setTimeout(Visitor.LIMIT_MILLIS));
        visitor.button("Send").click();

        visitor.sees("tide.csv");
        assertThat(visitor.message()).hasValue("");
        assertThat(page.locator("hapi-composer .tray")).isHidden();
        String content =
                hub.session(Sample.GALLERY).awaitCall("uploadFile").path("content").asString();
        assertThat(Base64.getDecoder().decode(content)).isEqualTo(FILE);
    }
}
