package hapi.hub.api;

import hapi.hub.catalogue.SessionCatalogue;
import hapi.hub.scope.Namespace;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// What a person may type: slash commands and skills of a session. Source: protocol/rest.md section
/// 7.
@RestController
class ComposerController {
    private final SessionCatalogue catalogue;
    private final SessionScopes scopes;

    ComposerController(SessionCatalogue catalogue, SessionScopes scopes) {
        this.catalogue = catalogue;
        this.scopes = scopes;
    }

    @GetMapping("/api/sessions/{id}/slash-commands")
    JsonNode slashCommands(Namespace namespace, @PathVariable String id) {
        return catalogue.commands(scopes.session(namespace, id));
    }

    @GetMapping("/api/sessions/{id}/skills")
    JsonNode skills(Namespace namespace, @PathVariable String id) {
        return catalogue.skills(scopes.session(namespace, id));
    }
}
