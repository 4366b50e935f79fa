/*
 * Where every page begins. All that it needs is asked for at once and not one after the other:
 * on a slow line each turn costs more than its bytes.
 */
import { Router } from '@vaadin/router';
import { Flow } from 'Frontend/generated/jar-resources/Flow.js';

const imports = () => import('Frontend/generated/flow/generated-flow-imports.js');
imports();
import('Frontend/generated/jar-resources/FlowBootstrap.js');
import('Frontend/generated/jar-resources/FlowClient.js');

const { serverSideRoutes } = new Flow({ imports });
const outlet = document.querySelector('#outlet')!;
const put = outlet.appendChild.bind(outlet);
/*
 * The view of the first answer stands in the outlet and may be written in, long before the hub has
 * agreed to the address. The router then appends it again, which would take it out of the page for
 * a moment, and with it caret and focus: what is there stays.
 */
outlet.appendChild = <T extends Node>(it: T) => (it.parentNode === outlet ? it : put(it));
const router = new Router(outlet);
router.setRoutes([...serverSideRoutes]);
