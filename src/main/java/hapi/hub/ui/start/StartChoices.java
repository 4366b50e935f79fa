package hapi.hub.ui.start;

import hapi.hub.catalogue.SessionModels;
import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.sessions.MachineNames;
import hapi.hub.ui.sessions.ModelLists;
import hapi.hub.ui.sessions.SessionStarter;
import hapi.hub.ui.sessions.SessionStarter.Availability;
import hapi.hub.ui.sessions.SessionStarter.Place;
import hapi.hub.ui.text.Texts;
import hapi.protocol.json.Json;
import hapi.protocol.model.FlavorSpec;
import hapi.protocol.model.FlavorSpec.Capability;
import hapi.protocol.rpc.CatalogueCalls.Model;
import hapi.protocol.rpc.CatalogueCalls.ModelList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What there is to choose from. Machines answer when they are asked, so most of it waits.
@Component
class StartChoices {
    /// Agents that are offered, in this order.
    static final List<String> AGENTS = List.of("claude", "codex", "gemini", "opencode", "cursor");

    private static final int MAX_PATH = 4_096;
    private static final Set<String> RISKY = Set.of("bypassPermissions", "yolo", "always-proceed");

    private final SessionStarter starter;
    private final ModelLists models;

    StartChoices(SessionStarter starter, ModelLists models) {
        this.starter = starter;
        this.models = models;
    }

    /// `start-options`: `{}`. Answers `{machines:[{id, name}], recent:[{machine, machineName,
    /// folder, agent, agentName, at}]}`: machines that are online, by name, and where somebody
    /// worked last on them, newest first.
    ActResult options(ActCall call) {
        ObjectNode answer = Json.object();
        ArrayNode machines = answer.putArray("machines");
        starter.online(call.viewer().namespace())
                .forEach(it ->
                        machines.addObject().put("id", it.id()).put("name", MachineNames.name(it)));
        ArrayNode recent = answer.putArray("recent");
        for (Place place : starter.places(call.viewer().namespace())) {
            if (AGENTS.contains(place.agent())) {
                recent.addObject()
                        .put("machine", place.machineId())
                        .put("machineName", place.machineName())
                        .put("folder", place.folder())
                        .put("agent", place.agent())
                        .put("agentName", FlavorSpec.of(place.agent()).label())
                        .put("at", place.at());
            }
        }
        return new ActResult.Done(answer);
    }

    /// `start-machine`: `{machine}`. Answers `{agents:[{id, name, why, modes, hasModel,
    /// isByFolder}], folders:[path]}`; `why`, else empty, says why an agent cannot be started
    /// there, `modes` are `{id, label, risky}` of which the first is the agent's own.
    ActResult machine(ActCall call) {
        String machine = call.text("machine");
        Map<String, Availability> found = starter.agents(call.viewer().namespace(), machine);
        ObjectNode answer = Json.object();
        ArrayNode agents = answer.putArray("agents");
        for (String id : AGENTS) {
            FlavorSpec flavor = FlavorSpec.of(id);
            ObjectNode agent =
                    agents.addObject()
                            .put("id", id)
                            .put("name", flavor.label())
                            .put("why", why(found, id, call.texts()))
                            .put("hasModel", flavor.has(Capability.MODEL))
                            .put("isByFolder", models.isOfFolder(id));
            ArrayNode modes = agent.putArray("modes");
            flavor.permissionModes().forEach(mode -> mode(modes, mode, call.texts()));
        }
        ArrayNode folders = answer.putArray("folders");
        starter.recent(call.viewer().namespace(), machine).forEach(folders::add);
        return new ActResult.Done(answer);
    }

    /// A machine that does not say what it can do may do everything.
    private static String why(Map<String, Availability> found, String id, Texts texts) {
        if (found.isEmpty()) {
            return "";
        }
        return switch (found.getOrDefault(id, Availability.UNSUPPORTED)) {
            case READY -> "";
            case MISSING -> texts.text("new.agent.missing");
            case UNSUPPORTED -> texts.text("new.agent.unsupported");
        };
    }

    private static void mode(ArrayNode modes, String mode, Texts texts) {
        String key = "mode." + mode;
        modes.addObject()
                .put("id", mode)
                .put("label", texts.has(key) ? texts.text(key) : mode)
                .put("risky", RISKY.contains(mode));
    }

    /// `start-folder`: `{machine, folder}`. Answers `{exists}`; without it nobody knows.
    ActResult folder(ActCall call) {
        String folder = call.text("folder").strip();
        ObjectNode answer = Json.object();
        if (!folder.isEmpty() && folder.length() <= MAX_PATH) {
            starter.exists(call.viewer().namespace(), call.text("machine"), folder)
                    .ifPresent(exists -> answer.put("exists", exists));
        }
        return new ActResult.Done(answer);
    }

    /// `start-browse`: `{machine, folder}`. Answers `{folders:[{name, isProject}]}`, those inside.
    ActResult browse(ActCall call) {
        String folder = call.text("folder").strip();
        if (folder.isEmpty() || folder.length() > MAX_PATH) {
            return new ActResult.Refused("bad_call", call.texts().text("act.failed"));
        }
        Optional<List<SessionStarter.Folder>> found =
                starter.folders(call.viewer().namespace(), call.text("machine"), folder);
        if (found.isEmpty()) {
            return new ActResult.Refused("unanswered", call.texts().text("new.browse.no"));
        }
        ObjectNode answer = Json.object();
        ArrayNode folders = answer.putArray("folders");
        found.get()
                .forEach(it ->
                        folders.addObject()
                                .put("name", it.name())
                                .put("isProject", it.isProject()));
        return new ActResult.Done(answer);
    }

    /// `start-models`: `{machine, agent, folder}`. Answers `{models:[{id, name, isOwn, efforts}],
    /// efforts, error}`; an effort is `{id, name}`: those of a model, else those of all; `isOwn`
    /// marks the model that the agent takes by itself. Takes up to two minutes, for the machine
    /// asks the agent.
    ActResult models(ActCall call) {
        String agent = call.text("agent");
        String folder = call.text("folder").strip();
        if (!AGENTS.contains(agent) || models.isOfFolder(agent) && folder.isEmpty()) {
            return new ActResult.Done(answer(List.of(), List.of(), ""));
        }
        Optional<SessionModels.Offer> known = SessionModels.known(FlavorSpec.of(agent));
        if (known.isPresent()) {
            return new ActResult.Done(answer(known.get().models(), known.get().efforts(), ""));
        }
        ModelList told = models.ask(call.viewer().namespace(), call.text("machine"), agent, folder);
        return new ActResult.Done(answer(told.models(), List.of(), told.error()));
    }

    private static ObjectNode answer(List<Model> models, List<Model> efforts, String error) {
        ObjectNode answer = Json.object().put("error", error);
        ArrayNode list = answer.putArray("models");
        for (Model model : models) {
            ObjectNode row =
                    list.addObject()
                            .put("id", model.id())
                            .put("name", model.name())
                            .put("isOwn", model.isOwn());
            ArrayNode own = row.putArray("efforts");
            model.efforts().forEach(it -> own.addObject().put("id", it).put("name", it));
        }
        ArrayNode all = answer.putArray("efforts");
        efforts.forEach(it -> all.addObject().put("id", it.id()).put("name", it.name()));
        return answer;
    }
}
