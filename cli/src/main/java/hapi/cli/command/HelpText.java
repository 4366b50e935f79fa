package hapi.cli.command;

import hapi.cli.agent.FlavorLaunch;
import hapi.protocol.model.FlavorSpec;

/// Help for the commands that picocli does not describe.
final class HelpText {
    private static final String MAIN =
            """
            Run AI coding agents at home, watch and steer them from anywhere.

            Usage:
              hapi                         choose an agent and start it in this folder
              hapi <agent> [its options]
              hapi <command> [options]

            Agents:
            %s  acp         any other agent that speaks ACP: hapi acp --command "goose acp"

            Commands:
              resume      go on with a session in this terminal
              list        the sessions of the hub
              send        a prompt for a session
              approve     what agents wait to be allowed; allow or refuse it
              hub         run the hub
              runner      the background service that starts sessions for the hub
              auth        log in to a hub, log out, show the state, a QR code for the phone
              doctor      find out why a connection does not come up
              completion  completion for bash and zsh
              install     make `hapi` a command of your shell
              uninstall   take that command away, leave the data
              demo        see it without an agent: a hub with a scripted one

            Options:
              -h, --help       this text, or that of a command; also: hapi help COMMAND
              -v, --version    the version, anywhere in the arguments

            Examples:
              hapi hub                    start the hub, prints address and token
              hapi auth login             store the hub's token on this machine
              hapi claude --model opus    options after the agent's name go to the agent
              hapi --resume               go on with an earlier Claude session
              hapi list --json            for scripts
              hapi runner start           let the hub start sessions on this machine

            Exit codes: 0 done, 1 failed, 2 wrong use, 3 there is none of that name, 4 the
            hub cannot be reached or refuses the token, 5 an agent asks first, 6 not done
            in time, 130 ended by you. An agent's command ends with the agent's own code, or
            with 1 when it cannot begin. Scripts name the agent: without a terminal there is
            nothing to choose.
            """;

    static final String COMPLETION =
            """
            Print a completion script for a shell.

            Usage: hapi completion bash|zsh

            Examples:
              source <(hapi completion bash)
              hapi completion zsh > ~/.hapi-completion
              echo '. ~/.hapi-completion' >> ~/.zshrc
            """;

    static final String INSTALL =
            """
            Make `hapi` a command of your shell: a link in a folder of yours to this
            program. Nothing else is written, and a file of another program stays.

            Usage: hapi install [--dir DIR]
                   hapi uninstall [--dir DIR]

              --dir DIR  the folder of the link (default ~/.local/bin); uninstall
                         without it also looks along the search path

            uninstall removes the link only and says where the data are, which stay.

            Examples:
              ./hapi install
              ./hapi install --dir ~/bin
              hapi uninstall
            """;

    static final String DEMO =
            """
            See HAPI without an API key: a hub on a free port with a scripted agent that
            chats, edits files in a folder of its own, asks for permission and asks
            questions. Ctrl-C ends it and deletes everything.

            Usage: hapi demo

            Examples:
              hapi demo
            """;

    static final String HUB =
            """
            Run the hub in the foreground.

            Usage: hapi hub [options]

            Options:
              --host HOST    address to listen on (default 127.0.0.1)
              --port PORT    port to listen on (default 3006)
              --lan          listen on the addresses of the local network, for a phone in it
              -h, --help     this text

            To let the system start it: hapi hub install --print

            Environment: HAPI_HOME, HAPI_LISTEN_HOST, HAPI_LISTEN_PORT, HAPI_PUBLIC_URL,
            CLI_API_TOKEN, CORS_ORIGINS, HAPI_TRUSTED_PROXIES, DB_PATH.

            Examples:
              hapi hub
              hapi hub --lan --port 3010
            """;

    static final String HUB_INSTALL =
            """
            Print the service file with which the system starts the hub of this
            installation when you log in, and again when it ends; its first lines say
            where to save it and the commands that enable it. Settings of your environment
            are in it, the token is not. Nothing is written.

            Usage: hapi hub install --print [--system systemd|launchd]

              --system   the form of another system (default: that of this one)

            Examples:
              hapi hub install --print
              hapi hub install --print --system launchd
            """;

    static final String AUTH =
            """
            Log in to a hub, log out, show the state.

            Usage: hapi auth [status|login|logout|qr]

              status    which hub, which token (never the token itself)
              login     ask for the hub's token and store it
              logout    forget token and machine id
              qr        a QR code that signs a phone in; whoever sees it can too
                        (--url URL where the phone reaches the hub, if that is not
                        HAPI_API_URL)

            Examples:
              hapi auth login
              hapi auth qr --url https://hub.example
            """;

    static final String DOCTOR =
            """
            Find out why a connection does not come up, and how to mend it.

            Usage: hapi doctor [clean [--sessions]] [--json]

              clean         remove what programs that died have left in this home, end a
                            runner that does not answer
              --sessions    with clean: end the sessions of a runner that is gone, too
              --json        the findings for a script: check, status (ok, note, fault,
                            skipped), fix

            Exit codes: 0 all is well, 1 a fault was found. What it prints holds no secret
            and can go into a bug report.

            Examples:
              hapi doctor
              hapi doctor --json | jq -r '.findings[] | select(.status == "fault") | .fix[]'
            """;

    static final String RUNNER =
            """
            The background service that starts sessions for the hub.

            Usage: hapi runner <action> [options]

              start               start it in the background
              start-sync          run it in the foreground
              stop                stop it; sessions stay alive
              status              whether it runs, and where
              list                the sessions it knows
              stop-session ID     end one of them
              logs                the newest log file
              install --print     a service file (systemd, launchd) and where to put it

            Options:
              --workspace-root PATH    browse and start sessions only below it (repeatable)
              --max-sessions N         start at most N sessions at once (20)
              --idle-stop MINUTES      end sessions that did nothing for so long (never)
              -h, --help               this text

            Examples:
              hapi runner start --workspace-root ~/work
              hapi runner status
            """;

    static final String MCP =
            """
            The tools of a running session over standard input and output, for an agent
            that starts tool servers as its children. HAPI starts it where it is needed.

            Usage: hapi mcp --url URL

              --url URL     where the session offers its tools (or HAPI_HTTP_MCP_URL)

            Exit codes: 0 at the end of the input, 1 failed, 2 there is no usable address.

            Examples:
              hapi mcp --url http://127.0.0.1:40123/mcp/0f5e...
            """;

    private static final String OPTIONS =
            """
              --model NAME               the model
              --permission-mode MODE     %1$s
            %2$s  --yolo                     never ask for permission
              --resume [ID]              go on with an earlier session of the agent
              --hapi-starting-mode MODE  local (this terminal) or remote (the hub)
              --existing-session-id ID   go on in this session of the hub
              --started-by WHO           terminal or runner

            Everything else is passed to the agent in order. A message from the hub takes
            the session over; Space twice in the terminal takes it back. To go on with a
            session of the hub: hapi resume.

            Exit codes: the agent's own; 1 when it cannot begin, 130 ended by you.
            """;

    private static final String TURN_OPTIONS =
            """
              --service-tier TIER        how fast it is served, e.g. priority
              --collaboration-mode MODE  how it works with you, e.g. plan
            """;

    private static final String AGENT =
            """
            Start %1$s in this folder, steered from here or from the hub.

            Usage: hapi %2$s [options] [the agent's own options and prompt]

            Options:
            %3$s
            Examples:
              hapi %2$s
              hapi %2$s --hapi-starting-mode remote
            """;

    private static final String ACP =
            """
            Start any agent that speaks the Agent Client Protocol in this folder, steered
            from here or from the hub.

            Usage: hapi acp --command LINE [options]

            Options:
              --command LINE             how to start the agent, or HAPI_ACP_COMMAND; quotes
                                         hold words together, no shell sees it
            %s
            Examples:
              hapi acp --command "goose acp"
              hapi acp --command "'/opt/my agent/bin/agent' --acp" --yolo
            """;

    private HelpText() {}

    static String main() {
        StringBuilder agents = new StringBuilder();
        for (FlavorLaunch launch : FlavorLaunch.ALL) {
            agents.append("  %-10s  %s%n".formatted(launch.flavor().id(), launch.label()));
        }
        return MAIN.formatted(agents.toString().replace("\r", ""));
    }

    static String of(FlavorLaunch launch) {
        FlavorSpec flavor = launch.flavor();
        return AGENT.formatted(flavor.label(), flavor.id(), options(launch));
    }

    static String acp() {
        return ACP.formatted(options(FlavorLaunch.ANY_ACP));
    }

    private static String options(FlavorLaunch launch) {
        String modes = String.join(", ", launch.flavor().permissionModes());
        return OPTIONS.formatted(modes, launch.words().hasTurnOptions() ? TURN_OPTIONS : "");
    }
}
