package hapi.hub.ui.machines;

import hapi.hub.machine.MachineLookup;
import hapi.hub.machine.MachineService;
import hapi.hub.scope.MachineKey;
import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.act.UiAct;
import org.springframework.stereotype.Component;

/// `rename-machine`: `{machine, name}`, up to 255 characters; an empty name gives it its host's
/// again.
@Component
final class RenameMachineAct implements UiAct {
    private static final int MAX_NAME = 255;

    private final MachineService machines;

    RenameMachineAct(MachineService machines) {
        this.machines = machines;
    }

    @Override
    public String name() {
        return "rename-machine";
    }

    @Override
    public ActResult run(ActCall call) {
        String name = call.text("name").strip();
        if (name.length() > MAX_NAME || !call.args().path("name").isString()) {
            return new ActResult.Refused("name", call.texts().text("machines.fault.name"));
        }
        boolean isRenamed =
                machines.resolve(call.viewer().namespace(), call.text("machine"))
                                instanceof MachineLookup.Found(MachineKey key)
                        && machines.rename(key, name, call.viewer().origin());
        return isRenamed
                ? ActResult.Done.plain()
                : new ActResult.Refused("gone", call.texts().text("machines.fault.gone"));
    }
}
