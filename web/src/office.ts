import "./policy";
import "./partial";
import * as common from "./common";
import * as inline from "./inline";
import * as keys from "./keys";

common.start();
inline.start();
keys.start();
