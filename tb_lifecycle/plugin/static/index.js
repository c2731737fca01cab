import{ak as a}from"./chunk-index-645JHiLh.js";export{a as render};
