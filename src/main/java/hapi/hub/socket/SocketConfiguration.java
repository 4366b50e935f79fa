package hapi.hub.socket;

import hapi.hub.auth.OpenChannels;
import hapi.hub.auth.SignInGate;
import hapi.hub.auth.TerminalTickets;
import hapi.hub.config.HubSettings;
import hapi.hub.config.Origins;
import hapi.hub.events.EventSpine;
import hapi.hub.lanes.Background;
import hapi.hub.machine.MachineService;
import hapi.hub.message.MessageService;
import hapi.hub.message.PromptDelivery;
import hapi.hub.rpc.RpcRegistry;
import hapi.hub.session.SessionService;
import hapi.hub.socket.transport.SocketLimits;
import hapi.hub.socket.transport.SocketServer;
import hapi.hub.terminal.AgentScreens;
import hapi.hub.terminal.TerminalEnd;
import hapi.hub.terminal.TerminalHosts;
import hapi.hub.terminal.Terminals;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Puts the socket side together and into the web server.
@Configuration(proxyBeanMethods = false)
class SocketConfiguration {
    @Bean
    Rooms rooms() {
        return new Rooms();
    }

    @Bean
    PromptDelivery promptDelivery(Rooms rooms, Clock clock) {
        return new SocketPromptDelivery(rooms, clock);
    }

    @Bean
    TerminalHosts terminalHosts(Rooms rooms) {
        return key ->
                rooms.of(key).stream()
                        .<TerminalEnd>map(it -> new SocketEnd(it, key.namespace()))
                        .toList();
    }

    @Bean
    TerminalNamespace terminalNamespace(
            SignInGate gate,
            TerminalTickets tickets,
            OpenChannels channels,
            Terminals terminals,
            AgentScreens screens) {
        return new TerminalNamespace(gate, tickets, channels, terminals, screens);
    }

    @Bean
    CliNamespace cliNamespace(
            SignInGate gate,
            OpenChannels channels,
            SessionService sessions,
            MachineService machines,
            MessageService messages,
            RpcRegistry rpc,
            EventSpine spine,
            Rooms rooms,
            PromptDelivery delivery,
            Background background,
            Terminals terminals,
            AgentScreens screens,
            Clock clock) {
        return new CliNamespace(
                gate,
                channels,
                sessions,
                machines,
                rpc,
                rooms,
                new UpdateFanout(spine, sessions, rooms, clock),
                new SessionEvents(sessions, messages, delivery, screens, background),
                new MachineEvents(machines),
                new TerminalEvents(terminals, screens),
                terminals);
    }

    @Bean(destroyMethod = "")
    SocketServer socketServer(
            HubSettings settings, Origins origins, CliNamespace cli, TerminalNamespace terminal) {
        return new SocketServer(
                SocketLimits.STANDARD.withUnadmitted(settings.limits().unadmitted()),
                List.of(cli, terminal),
                origins::allows,
                SocketConfiguration::clientAddress);
    }

    /// The container has put a trusted proxy's word in place already.
    private static InetSocketAddress clientAddress(HttpServletRequest request) {
        return new InetSocketAddress(request.getRemoteAddr(), Math.max(0, request.getRemotePort()));
    }

    @Bean
    ServletRegistrationBean<HttpServlet> socketServlet(SocketServer server) {
        var registration =
                new ServletRegistrationBean<HttpServlet>(server.servlet(), "/socket.io/*");
        registration.setName("socketio");
        registration.setAsyncSupported(true);
        registration.setLoadOnStartup(1);
        return registration;
    }

    @Bean
    SocketLifecycle socketLifecycle(SocketServer server) {
        return new SocketLifecycle(server);
    }
}
