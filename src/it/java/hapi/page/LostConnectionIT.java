package hapi.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A hub that dies under an open page and comes back: nobody presses reload, nothing typed is lost.
class LostConnectionIT {
    @RegisterExtension final Stage stage = new Stage();

    @Test
    void pageRecoversByItselfWhenTheHubWasKilled() {
        HubProcess hub = HubProcess.start(stage, Edition.OURS);
        Browser browser = Browser.launch(stage);
        PlayedSession session = PlayedSession.start(stage, hub, "lost");
        session.say("Before the power cut.");
        Visitor visitor = Visitor.signIn(browser, hub, Screen.PHONE);
        visitor.open(session.id());
        visitor.sees("Before the power cut.");
        visitor.message().fill("half a sentence");
        // What the browser itself says of a hub that is away.
        browser.expectProblem("net::ERR_");
        browser.expectProblem("WebSocket");

        hub.kill();
        visitor.seesLostConnection();
        visitor.shoot("connection-lost");
        hub.restart();
        session.reconnect();
        session.say("After the power cut.");

        visitor.sees("After the power cut.");
        visitor.sees("Before the power cut.");
        visitor.seesConnection();
        assertThat(visitor.message()).hasValue("half a sentence");
        assertThat(visitor.page().url()).endsWith("/sessions/" + session.id());
        visitor.message().press("End");
        visitor.message().pressSequentially(", and its end");
        visitor.button("Send").click();
        visitor.sees("half a sentence, and its end");
        visitor.shoot("connection-back");
        assertThat(hub.client().messages(session.id()))
                .filteredOn(it -> it.toString().contains("half a sentence, and its end"))
                .hasSize(1);
    }
}
