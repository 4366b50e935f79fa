package hapi.cli.command;

/// Help for the commands that work on the hub's sessions.
final class ScriptHelp {
    private static final String EXIT_CODES =
            """

            Exit codes: 0 done, 1 failed, 2 wrong use or an id that fits several, 3 there is
            none of that name, 4 the hub cannot be reached or refuses the token.
            """;

    static final String LIST =
            """
            List the sessions of the hub.

            Usage: hapi list [--all] [--json]

              -a, --all    those that have ended too
              --json       for a script

            States: asks (waits for a decision), working, idle, inactive, archived.

            Examples:
              hapi list
              hapi list --json | jq -r '.[] | select(.state == "asks") | .id'
            """
                    + EXIT_CODES;

    static final String SEND =
            """
            Send a prompt to a session.

            Usage: hapi send [options] SESSION TEXT..

              SESSION              its id, or how it begins
              TEXT                 the prompt; a single - reads it from standard input
              --wait               wait until the agent is done, print what it says
              --timeout SECONDS    how long to wait (default 600)
              --resume             start the session again if it has ended
              --json               for a script: session, localId, state, texts, requests

            With --wait also: exit code 5 the agent asks for a decision (hapi approve), 6 it
            was not done in time.

            Examples:
              hapi send 3f2a "run the tests and tell me what fails"
              git diff | hapi send --wait 3f2a -
            """
                    + EXIT_CODES;

    static final String APPROVE =
            """
            Show what agents wait to be allowed, allow or refuse it.

            Usage: hapi approve [options] [REQUEST]

              REQUEST          its id, or how it begins (at least 4 characters); without it
                               the open requests are shown, in full
              --session ID     only of this session
              --deny           refuse it
              --reason TEXT    what the agent is told (with --deny)
              --for-session    allow the like for the rest of the session
              --json           for a script

            Examples:
              hapi approve
              hapi approve toolu_01ab
              hapi approve --deny --reason "not on main" toolu_01ab
            """
                    + EXIT_CODES;

    static final String RESUME =
            """
            Go on with a session in this terminal, wherever it was steered from before.

            Usage: hapi resume [ID] [agent's options]

              ID    the session's id, or how it begins; without it choose from a list:
                    arrow keys, type to filter, Enter

            A session that runs elsewhere on this machine is handed over first. Without a
            terminal the list is printed and the exit code is 2.

            Examples:
              hapi resume
              hapi resume 3f2a
              hapi resume 3f2a --permission-mode plan
            """
                    + EXIT_CODES;

    private ScriptHelp() {}
}
