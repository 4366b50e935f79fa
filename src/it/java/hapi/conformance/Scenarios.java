package hapi.conformance;

import hapi.testkit.hub.HubProcess;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All scenarios by name. A name is also the namespace of its scenario and the file of its
/// recording.
final class Scenarios {
    private static final Map<String, Scenario> ALL = new LinkedHashMap<>();

    static {
        ALL.put("sign-in", new SignInScenario());
        ALL.put("guards", new GuardScenario());
        ALL.put("sessions", new SessionScenario());
        ALL.put("configuration", new ConfigurationScenario());
        ALL.put("messages", new MessageScenario());
        ALL.put("queue", new QueueScenario());
        ALL.put("permissions", new PermissionScenario());
        ALL.put("machines", new MachineScenario());
        ALL.put("files", new FilesScenario());
        ALL.put("sockets", new SocketScenario());
        ALL.put("streams", new StreamScenario());
        ALL.put("terminals", new TerminalScenario());
        ALL.put("side", new SideScenario());
        ALL.put("steer", new SteerScenario());
        ALL.put("resume", new ResumeScenario());
        ALL.put("background", new BackgroundScenario());
    }

    private Scenarios() {}

    static Iterable<String> names() {
        return ALL.keySet();
    }

    /// Plays a scenario on our hub as it was recorded on the published one, and leaves what differs
    /// where a person can read it, too.
    static List<Difference> compare(String scenario, HubProcess hub) {
        Recording published = Recording.read(scenario);
        Recording ours = play(scenario, hub, published);
        List<Difference> differences = Difference.between(scenario, published, ours);
        Difference.report(scenario, differences);
        return differences;
    }

    /// Plays a scenario on a hub.
    ///
    /// @param guide an earlier recording to keep pace with, see [Wire]
    static Recording play(String name, HubProcess hub, @Nullable Recording guide) {
        try (Wire wire = new Wire(hub, name, guide)) {
            ALL.get(name).play(wire);
            return wire.recording();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("the scenario %s could not be closed".formatted(name), e);
        }
    }
}
