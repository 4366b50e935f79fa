package hapi.cli.agent;

import java.util.List;

/// The words of an agent's own command line that HAPI reads too. Everything else is passed on.
///
/// @param never the words that mean "never ask for permission"
/// @param neverMode the permission mode they stand for
/// @param neverPassedOn how the agent's own program is told so
/// @param effort the options that carry the effort; their values are not passed on
/// @param resumeFirst its resume is a first word with an id (`resume ID`) as well as an option
/// @param hasTurnOptions HAPI's own `--service-tier` and `--collaboration-mode` are read for it
public record AgentWords(
        List<String> never,
        String neverMode,
        List<String> neverPassedOn,
        List<String> effort,
        boolean resumeFirst,
        boolean hasTurnOptions) {
    public AgentWords {
        never = List.copyOf(never);
        neverPassedOn = List.copyOf(neverPassedOn);
        effort = List.copyOf(effort);
    }

    /// Without turn options.
    public AgentWords(
            List<String> never,
            String neverMode,
            List<String> neverPassedOn,
            List<String> effort,
            boolean resumeFirst) {
        this(never, neverMode, neverPassedOn, effort, resumeFirst, false);
    }

    /// Of an agent whose program HAPI never starts on the terminal: nothing is passed on.
    public static AgentWords remoteOnly(String neverMode) {
        return new AgentWords(List.of("--yolo"), neverMode, List.of(), List.of("--effort"), false);
    }
}
