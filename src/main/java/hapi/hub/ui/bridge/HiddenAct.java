package hapi.hub.ui.bridge;

import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.act.UiAct;
import org.springframework.stereotype.Component;

/// `hidden {tab}`: nobody sees the tab any more, so its person is told by the phone again.
@Component
class HiddenAct implements UiAct {
    private final Tabs tabs;

    HiddenAct(Tabs tabs) {
        this.tabs = tabs;
    }

    @Override
    public String name() {
        return "hidden";
    }

    @Override
    public ActResult run(ActCall call) {
        tabs.hidden(call.viewer().namespace(), call.text("tab"));
        return ActResult.Done.plain();
    }
}
