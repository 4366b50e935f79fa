package hapi.cli.claude;

import hapi.cli.agent.AgentLaunch;
import java.util.ArrayList;
import java.util.List;

/// The user's own arguments that choose a session (`--continue`, `--resume`, `--session-id`,
/// `--fork-session`): they hold for the first start, whether on the terminal or headless, and must
/// not choose again after a change of sides or a reset.
public final class SessionChoice {
    private static final List<String> CHOOSING =
            List.of("--resume", "-r", "--continue", "-c", "--session-id");
    private static final String FORK = "--fork-session";

    private boolean isMade;

    /// The user's arguments for this start. A session that HAPI names replaces the user's choice.
    synchronized List<String> arguments(AgentLaunch launch) {
        boolean isFirst = !isMade;
        isMade = true;
        List<String> own = launch.extraArguments();
        if (isFirst && launch.resume() == null) {
            return own;
        }
        List<String> rest = withoutChoice(own);
        return isFirst ? rest : rest.stream().filter(word -> !word.equals(FORK)).toList();
    }

    static boolean choosesSession(String argument) {
        return CHOOSING.contains(argument)
                || argument.startsWith("--resume=")
                || argument.startsWith("--session-id=");
    }

    /// The word after `--resume` goes with it when it looks like a session id.
    private static List<String> withoutChoice(List<String> arguments) {
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (!choosesSession(argument)) {
                kept.add(argument);
            } else if (i + 1 < arguments.size()
                    && !argument.contains("=")
                    && !arguments.get(i + 1).startsWith("-")
                    && arguments.get(i + 1).contains("-")) {
                i++;
            }
        }
        return kept;
    }
}
