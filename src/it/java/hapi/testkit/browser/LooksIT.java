package hapi.testkit.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import hapi.testkit.stage.Stage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The checks see what they are for, and nothing else.
class LooksIT {
    @RegisterExtension static final Stage stage = Stage.shared();

    private static Browser browser;

    @BeforeAll
    static void launch() {
        browser = Browser.launch(stage);
    }

    private static Page show(Screen screen, String body) {
        Page page = browser.newPage(screen, ColorScheme.LIGHT);
        page.setContent(
                "<!doctype html><html lang=en><meta name=viewport content='width=device-width'>"
                        + "<title>t</title><main><h1>h</h1>"
                        + body
                        + "</main>");
        return page;
    }

    @Test
    void buttonOnAnotherIsFoundAlsoInsideAShadow() {
        Page page =
                show(
                        Screen.PHONE,
                        """
                        <div id=host></div>
                        <button style="position:absolute;left:40px;top:300px">lower</button>
                        """);
        page.evaluate(
                """
                () => document.querySelector('#host').attachShadow({ mode: 'open' }).innerHTML =
                  '<button style="position:absolute;left:30px;top:290px;height:30px">upper</button>'
                """);

        assertThat(Overlaps.found(page, "")).singleElement().asString().contains("upper", "lower");
        assertThat(Overlaps.found(page, "button")).isEmpty();
        assertThatThrownBy(() -> Overlaps.check(page)).hasMessageContaining("390x844");
    }

    @Test
    void whatIsScrolledAwayHiddenOrInsideDoesNotOverlap() {
        Page page =
                show(
                        Screen.PHONE,
                        """
                        <div style="height:100px;overflow:auto">
                          <div style="height:90px"></div><button style="height:60px">cut</button></div>
                        <button style="height:60px">below</button>
                        <button hidden>gone</button>
                        <label><input type=checkbox> tick</label>
                        <a href="#x"><span tabindex=0>inside</span></a>
                        """);

        assertThat(Overlaps.found(page, "")).isEmpty();
    }

    @Test
    void textThatIsCutWithoutASignIsFound() {
        Page page =
                show(
                        Screen.NARROW,
                        """
                        <p style="width:60px;overflow:hidden;white-space:nowrap">cut at the side</p>
                        <p style="height:20px;overflow:hidden">cut<br>at<br>its<br>end</p>
                        <p style="width:60px;overflow:hidden;white-space:nowrap;text-overflow:ellipsis">with a sign</p>
                        <p style="width:60px;overflow:auto;white-space:nowrap">can be scrolled to</p>
                        """);

        assertThat(Clipped.found(page))
                .satisfiesExactly(
                        it -> assertThat(it).startsWith("cut at its side"),
                        it -> assertThat(it).startsWith("cut at its end"));
    }

    @Test
    void pageThatIsWiderThanTheScreenIsFound() {
        Page page = show(Screen.NARROW, "<p style='width:500px'>wide</p>");

        assertThat(Clipped.found(page)).anyMatch(it -> it.contains("wide on a screen of"));
    }

    @Test
    void smallButtonIsFoundAndALinkInAParagraphIsNot() {
        Page page =
                show(
                        Screen.PHONE,
                        """
                        <p>See <a href="#x">this</a>.</p>
                        <button style="width:44px;height:44px">good</button>
                        <button style="width:60px;height:30px">low</button>
                        """);

        assertThat(Targets.found(page))
                .singleElement()
                .asString()
                .contains("low")
                .contains("60x30");
    }

    @Test
    void axeFindsPaleTextAndAFieldWithoutAName() {
        Page page = show(Screen.PHONE, "<p style='color:#bbb'>pale</p><input>");

        assertThat(Axe.found(page))
                .anyMatch(it -> it.startsWith("serious color-contrast"))
                .anyMatch(it -> it.startsWith("critical label"));
    }

    @Test
    void textOfTwiceTheSizeIsTheBrowsersOwn() {
        Page page = show(Screen.TEXT_200, "<p id=rem style='font-size:1rem'>large</p>");

        assertThat(page.evaluate("getComputedStyle(document.querySelector('#rem')).fontSize"))
                .isEqualTo("32px");
        page.reload();
        assertThat(page.evaluate("getComputedStyle(document.documentElement).fontSize"))
                .isEqualTo("32px");
    }
}
