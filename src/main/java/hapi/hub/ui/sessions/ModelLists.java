package hapi.hub.ui.sessions;

import hapi.hub.machine.MachineLookup;
import hapi.hub.machine.MachineService;
import hapi.hub.rpc.RpcGateway;
import hapi.hub.rpc.RpcResult;
import hapi.hub.scope.MachineKey;
import hapi.hub.scope.Namespace;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.rpc.CatalogueCalls.ModelList;
import hapi.protocol.rpc.RpcMethod;
import hapi.protocol.rpc.RpcMethods;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/// The models that an agent offers on a machine, for whoever starts a session there. The machine
/// asks the agent itself, which takes its time; call it off the UI.
@Component
public class ModelLists {
    /// Those whose models a machine is asked for; the last one's depend on the folder.
    private static final Map<String, RpcMethod<?, RawJson>> METHODS =
            Map.of(
                    "codex", RpcMethods.LIST_CODEX_MODELS,
                    "cursor", RpcMethods.LIST_CURSOR_MODELS,
                    "opencode", RpcMethods.LIST_OPENCODE_MODELS_FOR_CWD);

    private final MachineService machines;
    private final RpcGateway rpc;

    public ModelLists(MachineService machines, RpcGateway rpc) {
        this.machines = machines;
        this.rpc = rpc;
    }

    /// Whether the answer depends on the folder.
    public boolean isOfFolder(String agent) {
        return METHODS.get(agent) == RpcMethods.LIST_OPENCODE_MODELS_FOR_CWD;
    }

    public ModelList ask(Namespace namespace, String machineId, String agent, String folder) {
        RpcMethod<?, RawJson> method = METHODS.get(agent);
        if (method == null
                || !(machines.resolve(namespace, machineId)
                        instanceof MachineLookup.Found(MachineKey machine))) {
            return new ModelList(List.of(), "");
        }
        ObjectNode params = Json.object();
        if (isOfFolder(agent)) {
            params.put("cwd", folder);
        }
        RpcResult<RawJson> answer =
                rpc.callRaw(machine, method.name(), RawJson.of(params), method.timeout());
        return answer instanceof RpcResult.Ok<RawJson>(RawJson told)
                ? ModelList.of(told)
                // An older command line; the model can still be typed.
                : new ModelList(List.of(), "");
    }
}
