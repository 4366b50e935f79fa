package hapi.hub.ui.bridge;

import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.act.UiAct;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// `beat {tab, number, idle}`: a tab asks whether its push is alive. The number comes back through
/// the push; the answer alone proves nothing of it. `idle` is how many milliseconds ago somebody
/// touched the page, missing when nobody has. `gone` when the hub does not know the tab, which has
/// to be loaded anew then.
///
/// Decision: 0034.
@Component
class BeatAct implements UiAct {
    private final Tabs tabs;

    BeatAct(Tabs tabs) {
        this.tabs = tabs;
    }

    @Override
    public String name() {
        return "beat";
    }

    @Override
    public ActResult run(ActCall call) {
        long number = call.args().path("number").asLong(0);
        JsonNode idle = call.args().path("idle");
        return tabs.beat(
                        call.viewer().namespace(),
                        call.text("tab"),
                        number,
                        idle.isIntegralNumber() && idle.canConvertToInt() && idle.intValue() >= 0
                                ? Optional.of(Duration.ofMillis(idle.intValue()))
                                : Optional.empty())
                ? ActResult.Done.plain()
                : new ActResult.Refused("gone", call.texts().text("connection.lost"));
    }
}
