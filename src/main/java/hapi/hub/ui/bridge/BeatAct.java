package hapi.hub.ui.bridge;

import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.act.UiAct;
import org.springframework.stereotype.Component;

/// `beat {tab, number}`: a tab asks whether its push is alive. The number comes back through the
/// push; the answer alone proves nothing of it. `gone` when the hub does not know the tab, which
/// has to be loaded anew then.
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
        return tabs.beat(call.viewer().namespace(), call.text("tab"), number)
                ? ActResult.Done.plain()
                : new ActResult.Refused("gone", call.texts().text("connection.lost"));
    }
}
