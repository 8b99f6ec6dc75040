import "./policy";
import "./partial";
import * as calendar from "./calendar";
import * as common from "./common";
import * as inline from "./inline";
import * as keys from "./keys";
import * as palette from "./palette";
import * as passkey from "./passkey";

common.start();
inline.start();
palette.start();
passkey.start();
calendar.start();
keys.start();
