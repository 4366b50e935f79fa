package hapi.cli.command;

import hapi.cli.agent.FlavorLaunch;
import hapi.cli.config.Launcher;
import hapi.cli.hub.HubSession;
import hapi.cli.hub.SessionLink;
import hapi.protocol.home.HapiHome;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/// A session that exists on the hub and is being connected: everything its agent needs. The common
/// methods (files, git, slash commands) are offered already; permission, abort, switch, killSession
/// and set-session-config are the session's to offer.
public record PreparedSession(
        SessionLink link,
        HubSession session,
        FlavorLaunch flavor,
        AgentArguments arguments,
        Path folder,
        HapiHome home,
        Map<String, String> environment,
        Launcher launcher,
        boolean isTerminal,
        Clock clock) {}
