// The portal works wholly without this; it only closes menus, copies and prints.
import * as common from "./common";

common.start();
